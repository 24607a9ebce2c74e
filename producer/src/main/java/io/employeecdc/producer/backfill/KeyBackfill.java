package io.employeecdc.producer.backfill;

import java.sql.Array;
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
      insert into emp_cdc (action, emp_id, first_name, last_name, dob, city, salary)
      select 'SNAPSHOT', r.*
      from (
        select e.emp_id, e.first_name, e.last_name, e.dob, e.city, e.salary
        from employees e where e.emp_id = any (?) order by e.emp_id for share of e) r
      """;

  /** The transaction id comes before the action ids: see the producer's marks. */
  private static final String BEGIN_DELETE =
      "set local lock_timeout = %d; lock table employees in share row exclusive mode;"
          + " select pg_current_xact_id()";

  private static final String DELETE =
      """
      insert into emp_cdc (action, emp_id)
      select 'DELETE', k.key from unnest(?) as k (key)
      where not exists (select from employees e where e.emp_id = k.key)
      order by k.key
      """;

  private final DataSource source;

  /** Captures nothing by itself. */
  public KeyBackfill(DataSource source) {
    this.source = source;
  }

  /**
   * Sees to it that changes captured from now on have ids that the target has not seen. That they
   * are not, is the mark of a source that was restored: the target would take its changes for
   * known. The room leaves the ids alone that others draw meanwhile.
   *
   * @param seen the highest id that the target knows
   * @param source whose user owns the sequence
   */
  public static void drawIdsAbove(long seen, Connection source) throws SQLException {
    try (PreparedStatement raise =
        source.prepareStatement(
            "select setval('emp_cdc_action_id_seq', ? + 1000000)"
                + " from emp_cdc_action_id_seq where last_value < ?")) {
      raise.setLong(1, seen);
      raise.setLong(2, seen);
      raise.execute();
    }
  }

  /**
   * Sends the rows of these keys again, in one transaction; a key without a row is passed over.
   *
   * @param keys some thousand at most: their rows are locked until all are copied
   * @return rows sent
   */
  public int send(List<Integer> keys) throws SQLException {
    try (Connection connection = source.getConnection()) {
      return update(connection, SEND, keys);
    }
  }

  /**
   * Captures a DELETE of each of these keys, in one transaction; a key that has a row is passed
   * over.
   *
   * @param keys some thousand at most: nobody else writes the table until all are done
   * @param lockTimeout how long to wait for writers that are at work; others wait behind us
   * @return deletes captured
   * @throws SQLException with SQLSTATE 55P03 if a writer's transaction outlasts the timeout
   */
  public int delete(List<Integer> keys, Duration lockTimeout) throws SQLException {
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      try (Statement begin = connection.createStatement()) {
        begin.execute(BEGIN_DELETE.formatted(lockTimeout.toMillis()));
        int deletes = update(connection, DELETE, keys);
        connection.commit();
        return deletes;
      } catch (SQLException e) {
        rollBack(connection, e);
        throw e;
      }
    }
  }

  private static int update(Connection connection, String sql, List<Integer> keys)
      throws SQLException {
    Array array = connection.createArrayOf("int4", keys.toArray());
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setArray(1, array);
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
