package io.employeecdc.producer.backfill;

import io.employeecdc.contract.table.CapturedTable;
import io.employeecdc.contract.table.ColumnType;
import io.employeecdc.contract.table.Key;
import io.employeecdc.producer.capture.CaptureSql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
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
      insert into ${capture} (action, ${columns})
      select 'SNAPSHOT', r.*
      from (
        select ${e_row}
        from unnest(${key_values}) as k (${key}) join ${table} e on ${e_is_k}
        order by ${e_keys} for share of e) r
      """;

  /** The transaction id comes before the action ids: see the producer's marks. */
  private static final String BEGIN_DELETE =
      "set local lock_timeout = %d; lock table ${table} in share row exclusive mode;"
          + " select pg_current_xact_id()";

  private static final String DELETE =
      """
      insert into ${capture} (action, ${key})
      select 'DELETE', k.* from unnest(${key_values}) as k (${key})
      where not exists (select from ${table} e where ${e_is_k})
      order by ${key}
      """;

  private final DataSource source;
  private final Key key;
  private final CaptureSql sql;

  /** Captures nothing by itself. */
  public KeyBackfill(DataSource source, CapturedTable table) {
    this.source = source;
    this.key = table.key();
    this.sql = new CaptureSql(table);
  }

  /**
   * Sees to it that changes captured from now on have ids that the target has not seen. That they
   * are not, is the mark of a source that was restored: the target would take its changes for
   * known. The room leaves the ids alone that others draw meanwhile.
   *
   * @param seen the highest id that the target knows
   * @param source whose user owns the sequence
   */
  public void drawIdsAbove(long seen, Connection source) throws SQLException {
    try (PreparedStatement raise =
        source.prepareStatement(
            sql.of(
                "select setval('${capture}_action_id_seq', ? + 1000000)"
                    + " from ${capture}_action_id_seq where last_value < ?"))) {
      raise.setLong(1, seen);
      raise.setLong(2, seen);
      raise.execute();
    }
  }

  /**
   * Sends the rows of these keys again, in one transaction; a key without a row is passed over.
   *
   * @param keys values of their columns; some thousand at most: their rows are locked until all are
   *     copied
   * @return rows sent
   */
  public int send(List<List<Object>> keys) throws SQLException {
    try (Connection connection = source.getConnection()) {
      return update(connection, SEND, keys);
    }
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
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      try (Statement begin = connection.createStatement()) {
        begin.execute(sql.of(BEGIN_DELETE).formatted(lockTimeout.toMillis()));
        int deletes = update(connection, DELETE, keys);
        connection.commit();
        return deletes;
      } catch (SQLException e) {
        rollBack(connection, e);
        throw e;
      }
    }
  }

  private int update(Connection connection, String template, List<List<Object>> keys)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql.of(template))) {
      for (int column = 0; column < key.columns().size(); column++) {
        ColumnType type = key.columns().get(column).type();
        Object[] values = type.sentArray(keys.size());
        for (int i = 0; i < values.length; i++) {
          values[i] = type.sent(keys.get(i).get(column));
        }
        statement.setArray(column + 1, connection.createArrayOf(type.sentType(), values));
      }
      return statement.executeUpdate();
    }
  }

  private static void rollBack(Connection connection, SQLException failure) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }
}
