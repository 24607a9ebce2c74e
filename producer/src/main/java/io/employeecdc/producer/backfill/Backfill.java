package io.employeecdc.producer.backfill;

import io.employeecdc.contract.table.Key;
import io.employeecdc.contract.table.RowVersions;
import io.employeecdc.contract.table.TableSql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import javax.sql.DataSource;

/**
 * Copies rows of the captured table into the capture table, in chunks by key, beside live traffic.
 *
 * <p>Each row is locked before its {@code action_id} is drawn and until the chunk commits. A writer
 * who came first is waited for, and its newer row is what gets copied; a writer who comes later
 * waits for us and draws a greater id. So the copy has its right place among its row's changes.
 * Progress is kept in {@code cdc_backfill} by the same transactions: one that was interrupted goes
 * on where it was.
 */
public final class Backfill {
  private static final String UNFINISHED =
      "select backfill_id from ${objects}_backfill where finished_at is null order by backfill_id";

  private static final String REQUEST =
      """
      insert into ${objects}_backfill (reason, from_key, to_key)
      select 'requested',
        coalesce(?, (select ${key_text} from ${table} t order by ${key} limit 1)),
        coalesce(?, (select ${key_text} from ${table} t order by ${key_descending} limit 1))
      where exists (select from ${table})
      """;

  private static final String STATE =
      "select from_key, to_key, last_key from ${objects}_backfill where backfill_id = ?";

  /** After a key, or from it on, up to another. */
  private static final String RANGE =
      "where (${key}) %s (${key_values}) and (${key}) <= (${key_values})";

  private static final String NEXT_KEY =
      """
      select ${key_text} from (select ${key} from ${table} %s order by ${key} limit ?) t
      order by ${key_descending} limit 1
      """
          .formatted(RANGE);

  private static final String COPY =
      """
      with sent as (
        insert into ${capture} (cdc_version, action, ${columns})
        select ${version}, 'SNAPSHOT', r.*
        from (select ${e_row} from ${table} e %s order by ${key} for share of e) r
        returning 1)
      update ${objects}_backfill
      set last_key = ?, rows_sent = rows_sent + (select count(*) from sent)
      where backfill_id = ? returning (select count(*) from sent)
      """
          .formatted(RANGE);

  private static final String PLACE =
      """
      select to_regclass('${table}') is null as no_table,
        to_regclass('${objects}_backfill') is null as not_set_up""";

  private static final String ALL_ROWS = "select count(*) from ${table}";

  private final DataSource source;
  private final Key key;
  private final TableSql sql;
  private final int chunkRows;

  /**
   * A backfill that has not begun.
   *
   * @param chunkRows rows that are locked at a time
   */
  public Backfill(DataSource source, RowVersions versions, int chunkRows) {
    this.source = source;
    this.key = versions.table().key();
    this.sql = new TableSql(versions);
    this.chunkRows = chunkRows;
  }

  /** How many rows set-up would send, also where nothing is set up yet; reads all their keys. */
  public long rowsToSend() throws SQLException {
    try (Connection connection = source.getConnection();
        PreparedStatement question = connection.prepareStatement(sql.of(PLACE));
        ResultSet place = question.executeQuery()) {
      place.next();
      if (place.getBoolean("no_table")) {
        return 0;
      }
      if (place.getBoolean("not_set_up")) {
        return count(connection.prepareStatement(sql.of(ALL_ROWS)));
      }
      long rows = 0;
      for (long id : unfinished(connection)) {
        rows += count(prepare(connection, ALL_ROWS + " " + RANGE, rest(connection, id)));
      }
      return rows;
    }
  }

  private static long count(PreparedStatement question) throws SQLException {
    try (question;
        ResultSet rows = question.executeQuery()) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /**
   * Asks for the rows of a range of keys to be sent again.
   *
   * @param from text of the lowest key; null for the first there is
   * @param to text of the highest key; null for the last there is
   */
  public void request(String from, String to) throws SQLException {
    try (Connection connection = source.getConnection();
        PreparedStatement request = connection.prepareStatement(sql.of(REQUEST))) {
      request.setString(1, from);
      request.setString(2, to);
      request.executeUpdate();
    }
  }

  /**
   * Runs every backfill that is not finished.
   *
   * @param progress told the rows that this run has sent so far of the current one
   * @return rows that this run has sent of all of them, without those of runs before it
   */
  public long runUnfinished(LongConsumer progress) throws SQLException {
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      long rows = 0;
      for (long id : unfinished(connection)) {
        rows += run(connection, id, progress);
      }
      return rows;
    }
  }

  private List<Long> unfinished(Connection connection) throws SQLException {
    List<Long> ids = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql.of(UNFINISHED))) {
      while (rows.next()) {
        ids.add(rows.getLong(1));
      }
    }
    return ids;
  }

  /** What is left of a backfill: the rows after a key, or from it on, up to another. */
  private record Rest(boolean after, String from, String to) {
    String comparison() {
      return after ? ">" : ">=";
    }
  }

  private long run(Connection connection, long id, LongConsumer progress) throws SQLException {
    long sent = 0;
    Rest rest = rest(connection, id);
    for (String last = next(connection, rest); last != null; last = next(connection, rest)) {
      Rest chunk = new Rest(rest.after, rest.from, last);
      sent += ConflictRetry.run(() -> copyAndCommit(connection, id, chunk));
      progress.accept(sent);
      rest = new Rest(true, last, rest.to);
    }
    try (PreparedStatement finish =
        connection.prepareStatement(
            sql.of("update ${objects}_backfill set finished_at = now() where backfill_id = ?"))) {
      finish.setLong(1, id);
      finish.executeUpdate();
    }
    connection.commit();
    return sent;
  }

  private Rest rest(Connection connection, long id) throws SQLException {
    try (PreparedStatement state = connection.prepareStatement(sql.of(STATE))) {
      state.setLong(1, id);
      try (ResultSet row = state.executeQuery()) {
        row.next();
        String last = row.getString(3);
        return new Rest(last != null, last != null ? last : row.getString(1), row.getString(2));
      }
    }
  }

  private String next(Connection connection, Rest rest) throws SQLException {
    try (PreparedStatement next = prepare(connection, NEXT_KEY, rest)) {
      next.setInt(2 * key.columns().size() + 1, chunkRows);
      try (ResultSet row = next.executeQuery()) {
        return row.next() ? row.getString(1) : null;
      }
    }
  }

  private int copyAndCommit(Connection connection, long id, Rest chunk) throws SQLException {
    try {
      int rows = (int) copy(connection, id, chunk);
      connection.commit();
      return rows;
    } catch (SQLException e) {
      rollBack(connection, e);
      throw e;
    }
  }

  private long copy(Connection connection, long id, Rest chunk) throws SQLException {
    PreparedStatement copy = prepare(connection, COPY, chunk);
    int behind = 2 * key.columns().size();
    copy.setString(behind + 1, chunk.to);
    copy.setLong(behind + 2, id);
    return count(copy);
  }

  /** Of no type, so that the server takes each value for one of its column's, whatever that is. */
  private PreparedStatement prepare(Connection connection, String template, Rest rest)
      throws SQLException {
    PreparedStatement statement =
        connection.prepareStatement(sql.of(template.formatted(rest.comparison())));
    int at = 1;
    for (String bound : List.of(rest.from, rest.to)) {
      List<Object> values = key.parse(bound);
      for (int i = 0; i < values.size(); i++) {
        String text = key.columns().get(i).type().text(values.get(i));
        statement.setObject(at++, text, Types.OTHER);
      }
    }
    return statement;
  }

  static void rollBack(Connection connection, SQLException failure) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }
}
