package io.employeecdc.producer.backfill;

import io.employeecdc.contract.table.Key;
import io.employeecdc.contract.table.RowVersions;
import io.employeecdc.contract.table.TableSql;
import io.employeecdc.runtime.database.Query;
import io.employeecdc.runtime.database.Transactions;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/**
 * Captures what single keys are now, beside live traffic: a {@code SNAPSHOT} where there is a row,
 * a {@code DELETE} where there is none.
 *
 * <p>A row is locked before its {@code action_id} is drawn, as {@link Backfill} does it. A row that
 * is not there cannot be locked, and an INSERT of the key could draw an id before ours and commit
 * after it: our DELETE would undo it. So for deletes all writers of the table are kept out for the
 * moment of one statement; decision record 0010 says what else was considered.
 */
public final class KeyBackfill {
  private static final String SEND =
      """
      insert into ${capture} (cdc_version, action, ${columns})
      select ${version}, 'SNAPSHOT', ${e_row} from ${table} e where (${e_keys}) = (${key_values}) for share of e
      """;

  /** The transaction id comes before the action ids: see the producer's marks. */
  private static final String BEGIN_DELETE =
      "set local lock_timeout = %d; lock table ${table} in share row exclusive mode;"
          + " select pg_current_xact_id()";

  private static final String DELETE =
      """
      insert into ${capture} (cdc_version, action, ${key})
      select ${version}, 'DELETE', ${key_values}
      where not exists (select from ${table} e where (${e_keys}) = (${key_values}))
      """;

  private static final String SKIP =
      "select setval('${capture}_action_id_seq', ? + 1000000) from (";
  private static final String LAST_BELOW =
      "select 1 where coalesce(pg_sequence_last_value('${capture}_action_id_seq'), 0) < ?";

  private final DataSource source;
  private final Key key;
  private final TableSql sql;

  /** Captures nothing by itself. */
  public KeyBackfill(DataSource source, RowVersions versions) {
    this.source = source;
    this.key = versions.table().key();
    this.sql = new TableSql(versions);
  }

  /**
   * Sees to it that changes captured from now on have ids that the target has not seen. That they
   * have not, is the mark of a source that was restored: the target would take its changes for
   * known. The room leaves the ids alone that others draw meanwhile. Where ids are to be skipped,
   * all writers are kept out for a moment, so that nobody who drew a lower one commits after it.
   *
   * @param seen the highest id that the target knows
   * @param lockTimeout how long to wait for writers that are at work; others wait behind us
   * @return how often it skipped ids: 0 or 1
   * @throws SQLException with SQLSTATE 55P03 if a writer's transaction outlasts the timeout
   */
  public int drawIdsAbove(long seen, Duration lockTimeout) throws SQLException {
    try (Connection connection = source.getConnection()) {
      if (Query.texts(connection, sql.of(LAST_BELOW), seen).isEmpty()) {
        return 0;
      }
      return Transactions.run(
          connection,
          within -> {
            try (Statement first = within.createStatement()) {
              first.execute(sql.of(BEGIN_DELETE).formatted(lockTimeout.toMillis()));
            }
            return Query.texts(within, sql.of(SKIP + LAST_BELOW + ") below"), seen, seen).size();
          });
    }
  }

  /**
   * Sends the rows of these keys again, in one transaction; a key without a row is passed over.
   *
   * @param keys values of their columns, in the order in which others lock the rows too; some
   *     thousand at most: they stay locked until all are copied
   * @return rows sent
   */
  public int send(List<List<Object>> keys) throws SQLException {
    return ConflictRetry.run(() -> capture(SEND, keys, ""));
  }

  /**
   * Captures a DELETE of each of these keys, in one transaction; a key that has a row is passed
   * over.
   *
   * @param keys values of their columns; some thousand at most: nobody else writes the table until
   *     all are done
   * @param lockTimeout how long to wait for writers that are at work; others wait behind us
   * @return deletes captured
   * @throws SQLException with SQLSTATE 55P03 if a writer's transaction outlasts the timeout
   */
  public int delete(List<List<Object>> keys, Duration lockTimeout) throws SQLException {
    String begin = sql.of(BEGIN_DELETE).formatted(lockTimeout.toMillis());
    return ConflictRetry.run(() -> capture(DELETE, keys, begin));
  }

  /** A statement for each key, whose values have their columns' types: so each uses the index. */
  private int capture(String template, List<List<Object>> keys, String begin) throws SQLException {
    try (Connection connection = source.getConnection()) {
      return Transactions.run(connection, within -> capture(within, template, keys, begin));
    }
  }

  private int capture(Connection connection, String template, List<List<Object>> keys, String begin)
      throws SQLException {
    try (Statement first = connection.createStatement();
        PreparedStatement statement = connection.prepareStatement(sql.of(template))) {
      first.execute(begin);
      int parameters = statement.getParameterMetaData().getParameterCount();
      for (List<Object> values : keys) {
        bind(statement, parameters, values);
        statement.addBatch();
      }
      return IntStream.of(statement.executeBatch()).sum();
    }
  }

  /** As often as the statement asks for it. */
  private void bind(PreparedStatement statement, int parameters, List<Object> values)
      throws SQLException {
    for (int i = 0; i < parameters; i++) {
      int column = i % values.size();
      String text = key.columns().get(column).type().text(values.get(column));
      statement.setObject(i + 1, text, Types.OTHER);
    }
  }
}
