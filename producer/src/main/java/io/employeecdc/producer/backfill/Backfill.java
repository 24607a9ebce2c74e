package io.employeecdc.producer.backfill;

import io.employeecdc.contract.table.Key;
import io.employeecdc.contract.table.RowVersions;
import io.employeecdc.contract.table.TableSql;
import io.employeecdc.runtime.database.Query;
import io.employeecdc.runtime.database.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;
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

  private static final String HAS_TABLE = "select to_regclass('${table}') is not null";

  private static final String IS_SET_UP = "select to_regclass('${objects}_backfill') is not null";

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
    try (Connection connection = source.getConnection()) {
      if (!Query.one(connection, sql.of(HAS_TABLE), row -> row.getBoolean(1))) {
        return 0;
      }
      if (!Query.one(connection, sql.of(IS_SET_UP), row -> row.getBoolean(1))) {
        return Query.one(connection, sql.of(ALL_ROWS), row -> row.getLong(1));
      }
      long rows = 0;
      for (long id : unfinished(connection)) {
        Rest rest = rest(connection, id);
        rows += read(connection, ALL_ROWS + " " + RANGE, rest, row -> row.getLong(1)).get(0);
      }
      return rows;
    }
  }

  /**
   * Asks for the rows of a range of keys to be sent again.
   *
   * @param from text of the lowest key; null for the first there is
   * @param to text of the highest key; null for the last there is
   */
  public void request(String from, String to) throws SQLException {
    try (Connection connection = source.getConnection()) {
      Query.update(connection, sql.of(REQUEST), from, to);
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
    return Query.all(connection, sql.of(UNFINISHED), row -> row.getLong(1));
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
      sent +=
          ConflictRetry.run(() -> Transactions.run(connection, within -> copy(within, id, chunk)));
      progress.accept(sent);
      rest = new Rest(true, last, rest.to);
    }
    Query.update(
        connection,
        sql.of("update ${objects}_backfill set finished_at = now() where backfill_id = ?"),
        id);
    connection.commit();
    return sent;
  }

  private Rest rest(Connection connection, long id) throws SQLException {
    return Query.one(
        connection,
        sql.of(STATE),
        row -> {
          String last = row.getString(3);
          return new Rest(last != null, last != null ? last : row.getString(1), row.getString(2));
        },
        id);
  }

  private String next(Connection connection, Rest rest) throws SQLException {
    List<String> keys = read(connection, NEXT_KEY, rest, row -> row.getString(1), chunkRows);
    return keys.isEmpty() ? null : keys.get(0);
  }

  private int copy(Connection connection, long id, Rest chunk) throws SQLException {
    return read(connection, COPY, chunk, row -> row.getInt(1), chunk.to, id).get(0);
  }

  /** Of no type, so that the server takes each value for one of its column's, whatever that is. */
  private <T> List<T> read(
      Connection connection, String template, Rest rest, Query.Row<T> reading, Object... more)
      throws SQLException {
    return Query.read(
        connection,
        sql.of(template.formatted(rest.comparison())),
        statement -> {
          int at = 1;
          for (String bound : List.of(rest.from, rest.to)) {
            List<Object> values = key.parse(bound);
            for (int i = 0; i < values.size(); i++) {
              String text = key.columns().get(i).type().text(values.get(i));
              statement.setObject(at++, text, Types.OTHER);
            }
          }
          for (Object one : more) {
            statement.setObject(at++, one);
          }
        },
        reading);
  }
}
