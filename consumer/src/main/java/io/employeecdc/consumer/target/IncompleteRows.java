package io.employeecdc.consumer.target;

import io.employeecdc.consumer.apply.Target;
import io.employeecdc.contract.table.Column;
import io.employeecdc.contract.table.KeyValue;
import io.employeecdc.runtime.database.Query;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Optional;

/**
 * Rows whose newest change said nothing of some column, as its writer or the consumer that applied
 * it was of a version without it, or of one that we do not know: the source may hold another value
 * there. Sending such a row again brings it.
 */
public final class IncompleteRows {
  /** More are not counted: it is asked every few seconds. */
  public static final int MOST = 100_000;

  private static final String INCOMPLETE = " from ${guard} v where ${lacking}";

  private static final String PRESENT = "exists (select from ${table} e where ${v_is_e_row})";

  private static final String COUNT =
      "select count(*) from (select *" + INCOMPLETE + " limit ?) v where " + PRESENT;

  private static final String NEXT =
      "select ${v_key_text}" + INCOMPLETE + "%s order by ${v_key} limit ?";

  private static final String BEHIND = " and (${v_key}) > (${key_values})";

  /** Nobody writes the row before it is seen whether it is there. */
  private static final String LOCK =
      "select" + INCOMPLETE + " and (${v_key}) = (${key_values}) for update";

  private static final String PASS =
      "update ${guard} v set cdc_version = %d where (${v_key}) = (${key_values}) and not "
          + PRESENT;

  /** Set-up makes the index for its own version's question; others read all of the guard. */
  private static final int LEAST_PAUSE_TIMES = 100;

  private final Target target;
  private long due = System.nanoTime();
  private int counted;

  public IncompleteRows(Target target) {
    this.target = target;
  }

  /** How many there are; of more than {@link #MOST}, some. */
  public int count() throws SQLException {
    try (Connection connection = target.connection()) {
      return Query.one(connection, target.sql(connection, COUNT), row -> row.getInt(1), MOST);
    }
  }

  /** As {@link #count}, or what it said last: a count takes at most a hundredth of the time. */
  public int countInTime() throws SQLException {
    long begun = System.nanoTime();
    if (begun - due >= 0) {
      counted = count();
      long ended = System.nanoTime();
      due = ended + LEAST_PAUSE_TIMES * (ended - begun);
    }
    return counted;
  }

  /**
   * The next of them, also of rows that have been deleted, in the order of the keys.
   *
   * @param after empty for the first
   */
  public List<KeyValue> next(Optional<KeyValue> after, int limit) throws SQLException {
    List<Column> columns = target.table().key().columns();
    try (Connection connection = target.connection()) {
      int unused = Query.update(connection, "set datestyle = 'ISO, YMD'");
      return Query.read(
          connection,
          target.sql(connection, NEXT.formatted(after.isEmpty() ? "" : BEHIND)),
          statement -> {
            if (after.isPresent()) {
              bind(statement, after.get());
            }
            statement.setInt(after.isEmpty() ? 1 : columns.size() + 1, limit);
          },
          row -> {
            Object[] values = new Object[columns.size()];
            for (int i = 0; i < values.length; i++) {
              values[i] = columns.get(i).type().parse(row.getString(i + 1));
            }
            return KeyValue.of(values);
          });
    }
  }

  /** Those of them that have been deleted need not be asked for again. */
  public void passDeleted(List<KeyValue> keys) throws SQLException {
    String pass = PASS.formatted(target.versions().own().number());
    int unused =
        target.transact(
            within -> {
              for (String template : List.of(LOCK, pass)) {
                try (PreparedStatement statement =
                    within.prepareStatement(target.sql(within, template))) {
                  for (KeyValue key : keys) {
                    bind(statement, key);
                    boolean unusedRow = statement.execute();
                  }
                }
              }
              return keys.size();
            });
  }

  private void bind(PreparedStatement statement, KeyValue key) throws SQLException {
    List<Column> columns = target.table().key().columns();
    for (int i = 0; i < columns.size(); i++) {
      statement.setObject(i + 1, columns.get(i).type().text(key.get(i)), Types.OTHER);
    }
  }
}
