package io.employeecdc.consumer.apply;

import io.employeecdc.contract.table.Column;
import io.employeecdc.contract.table.KeyValue;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rows whose newest change said nothing of some column, as its writer or the consumer that applied
 * it was of a version without it: the source may hold another value there. Sending such a row again
 * brings it.
 */
public final class IncompleteRows {
  /** More are not counted: it is asked every few seconds. */
  public static final int MOST = 100_000;

  private static final String INCOMPLETE = " from ${guard} v where v.version not in (${complete})";

  private static final String PRESENT = "exists (select from ${table} e where ${v_is_e_row})";

  private static final String COUNT =
      "select count(*) from (select" + INCOMPLETE + " and " + PRESENT + " limit ?) found";

  private static final String NEXT =
      "select ${v_key_text}"
          + INCOMPLETE
          + " and (? or (${v_key}) > (${key_values})) order by ${v_key} limit ?";

  /** A row that is not there lacks nothing. */
  private static final String PASS =
      "update ${guard} v set version = %d where v.version not in (${complete})"
          + " and (${v_key}) <= (${key_values}) and not "
          + PRESENT;

  private final Target target;

  public IncompleteRows(Target target) {
    this.target = target;
  }

  /** How many there are; {@link #MOST} stands for more. */
  public int count() throws SQLException {
    if (!target.versions().differ()) {
      return 0;
    }
    try (Connection connection = target.connection();
        PreparedStatement statement = connection.prepareStatement(target.sql(connection, COUNT))) {
      statement.setInt(1, MOST);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    }
  }

  /**
   * The next of them, also of rows that have been deleted, in the order of the keys.
   *
   * @param after empty for the first
   */
  public List<KeyValue> next(Optional<KeyValue> after, int limit) throws SQLException {
    List<Column> columns = target.table().key().columns();
    List<KeyValue> keys = new ArrayList<>();
    try (Connection connection = target.connection();
        Statement session = connection.createStatement()) {
      session.execute("set datestyle = 'ISO, YMD'");
      try (PreparedStatement statement =
          connection.prepareStatement(target.sql(connection, NEXT))) {
        statement.setBoolean(1, after.isEmpty());
        bind(statement, 2, after);
        statement.setInt(columns.size() + 2, limit);
        try (ResultSet row = statement.executeQuery()) {
          while (row.next()) {
            Object[] values = new Object[columns.size()];
            for (int i = 0; i < values.length; i++) {
              values[i] = columns.get(i).type().parse(row.getString(i + 1));
            }
            keys.add(KeyValue.of(values));
          }
        }
      }
    }
    return keys;
  }

  /** Those up to here which have been deleted need not be asked for again. */
  public void passDeleted(KeyValue upTo) throws SQLException {
    try (Connection connection = target.connection();
        PreparedStatement statement =
            connection.prepareStatement(
                target.sql(connection, PASS).formatted(target.versions().own().number()))) {
      bind(statement, 1, Optional.of(upTo));
      int unused = statement.executeUpdate();
    }
  }

  private void bind(PreparedStatement statement, int from, Optional<KeyValue> key)
      throws SQLException {
    List<Column> columns = target.table().key().columns();
    for (int i = 0; i < columns.size(); i++) {
      int place = i;
      String text = key.map(one -> columns.get(place).type().text(one.get(place))).orElse(null);
      statement.setObject(from + i, text, Types.OTHER);
    }
  }
}
