package io.employeecdc.consumer.apply;

import io.employeecdc.runtime.database.SqlState;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.postgresql.PGConnection;

/** The statements of one transaction. Each takes whole columns as arrays, sent in binary. */
final class Statements {
  private static final String CLAIM =
      """
      insert into employee_versions as v (emp_id, action_id)
      select * from unnest(?, ?)
      on conflict (emp_id) do update set action_id = excluded.action_id
      where v.action_id < excluded.action_id""";

  /** Our own claims bear our transaction's id; nobody else can write the rows that we locked. */
  private static final String LOSERS =
      """
      select v.emp_id from unnest(?) as c (emp_id) join employee_versions v using (emp_id)
      where v.xmin <> pg_current_xact_id()::xid
      order by v.emp_id""";

  private static final String RECORD_NEW =
      """
      insert into processed_events (action_id, emp_id)
      select * from unnest(?, ?)""";

  private static final String RECORD = RECORD_NEW + " on conflict do nothing";

  private static final String RECORD_AND_TELL = RECORD + " returning action_id";

  /** Says how many rows were there and are not deleted: both parts see what was before. */
  private static final String DELETE =
      """
      with deleted as (delete from employees where emp_id = any (?) returning 1)
      select (select count(*) from employees where emp_id = any (?))
        - (select count(*) from deleted)""";

  /** A date is sent as days since 1970; the extremes of an int stand for the infinities. */
  private static final String WRITE =
      """
      insert into employees (emp_id, first_name, last_name, dob, city, salary)
      select emp_id, first_name, last_name,
             case dob when 2147483647 then 'infinity'::date
                      when -2147483648 then '-infinity'::date
                      else date '1970-01-01' + dob end,
             city, salary
      from unnest(?, ?, ?, ?, ?, ?) as r (emp_id, first_name, last_name, dob, city, salary)%s
      on conflict (emp_id) do update set
        first_name = excluded.first_name, last_name = excluded.last_name, dob = excluded.dob,
        city = excluded.city, salary = excluded.salary""";

  private static final String UPSERT = WRITE.formatted("");

  private static final String TAKEN = "the target took a row out of our write";

  /**
   * All of it as one statement, which is a transaction by itself: one round trip. It must fail as a
   * whole where the row was not written, and a text that is no number is an error that SQL can
   * make.
   */
  private static final String ALONE =
      "with claimed as (%s returning v.emp_id), recorded as (%s), written as (%s returning 1)"
              .formatted(
                  CLAIM,
                  RECORD_AND_TELL,
                  WRITE.formatted(" where emp_id in (select emp_id from claimed)"))
          + " select (select count(*) from claimed), (select count(*) from recorded),"
          + " (select case when not exists (select from written) then '"
          + TAKEN
          + "' || emp_id end from claimed)::int";

  private final Connection connection;
  private final PGConnection driver;

  Statements(Connection connection) throws SQLException {
    this.connection = connection;
    this.driver = connection.unwrap(PGConnection.class);
    driver.setPrepareThreshold(1);
  }

  /** Locks the employees and moves those forward that are behind; returns how many were. */
  int claim(int[] employeeIds, long[] actionIds) throws SQLException {
    return update(CLAIM, int4(employeeIds), int8(actionIds));
  }

  /** Of the employees just claimed, those that were not behind; ascending. */
  int[] losers(int[] employeeIds) throws SQLException {
    return ids(employeeIds.length, LOSERS, int4(employeeIds));
  }

  /** The employees that the question of {@link Constraints} names; ascending. */
  int[] suspects(String question, Columns.Rows rows) throws SQLException {
    return ids(rows.employeeIds.length, question, arrays(rows));
  }

  /** By employee whose row wants a value of a unique key: those who hold one of them. */
  Map<Integer, Map<Integer, Long>> holders(String question, Columns.Rows rows) throws SQLException {
    Map<Integer, Map<Integer, Long>> holders = new HashMap<>();
    try (PreparedStatement statement = prepare(question, arrays(rows));
        ResultSet pairs = statement.executeQuery()) {
      while (pairs.next()) {
        holders
            .computeIfAbsent(pairs.getInt(1), wanting -> new HashMap<>())
            .put(pairs.getInt(2), pairs.getLong(3));
      }
    }
    return holders;
  }

  /** Enters changes into the ledger, which has none of them; returns how many. */
  int recordNew(long[] actionIds, int[] employeeIds) throws SQLException {
    return update(RECORD_NEW, int8(actionIds), int4(employeeIds));
  }

  /** Enters changes into the ledger; returns how many were not there. */
  int record(long[] actionIds, int[] employeeIds) throws SQLException {
    return update(RECORD, int8(actionIds), int4(employeeIds));
  }

  /** Enters changes into the ledger; returns those that were not there, in a set to take from. */
  Set<Long> recordAndTell(long[] actionIds, int[] employeeIds) throws SQLException {
    Set<Long> entered = new HashSet<>();
    try (PreparedStatement statement =
            prepare(RECORD_AND_TELL, int8(actionIds), int4(employeeIds));
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        entered.add(rows.getLong(1));
      }
    }
    return entered;
  }

  /** Deletes the rows that are there. */
  void delete(int[] employeeIds) throws SQLException {
    Array keys = int4(employeeIds);
    requireWritten(ids(1, DELETE, keys, keys)[0] == 0);
  }

  void upsert(Columns.Rows rows) throws SQLException {
    requireWritten(update(UPSERT, arrays(rows)) == rows.employeeIds.length);
  }

  /** A trigger that returns null takes a row out of a write, and nothing fails. */
  private static void requireWritten(boolean written) throws SQLException {
    if (!written) {
      throw new SQLException(TAKEN, SqlState.NOT_WRITTEN);
    }
  }

  /** Does all that a batch of one change is to do, which writes this row. */
  Effect alone(long[] actionId, Columns.Rows row) throws SQLException {
    Array employee = int4(row.employeeIds);
    Array action = int8(actionId);
    Array[] columns =
        Stream.of(new Array[] {employee, action, action, employee}, arrays(row))
            .flatMap(Stream::of)
            .toArray(Array[]::new);
    try (PreparedStatement statement = prepare(ALONE, columns);
        ResultSet counts = statement.executeQuery()) {
      counts.next();
      boolean claimed = counts.getInt(1) > 0;
      boolean recorded = counts.getInt(2) > 0;
      return !recorded ? Effect.DUPLICATE : claimed ? Effect.APPLIED : Effect.SUPERSEDED;
    } catch (SQLException e) {
      requireWritten(!String.valueOf(e.getMessage()).contains(TAKEN));
      throw e;
    }
  }

  /** Checks now what would be checked when the transaction commits. */
  void checkDeferred() throws SQLException {
    update("set constraints all immediate");
  }

  private Array[] arrays(Columns.Rows rows) throws SQLException {
    return new Array[] {
      int4(rows.employeeIds),
      driver.createArrayOf("text", rows.firstNames),
      driver.createArrayOf("text", rows.lastNames),
      driver.createArrayOf("int4", rows.birthDays),
      driver.createArrayOf("text", rows.cities),
      driver.createArrayOf("int4", rows.salaries)
    };
  }

  private int[] ids(int most, String sql, Array... columns) throws SQLException {
    int[] ids = new int[most];
    int count = 0;
    try (PreparedStatement statement = prepare(sql, columns);
        ResultSet rows = statement.executeQuery()) {
      while (rows.next()) {
        ids[count++] = rows.getInt(1);
      }
    }
    return Arrays.copyOf(ids, count);
  }

  private int update(String sql, Array... columns) throws SQLException {
    try (PreparedStatement statement = prepare(sql, columns)) {
      return statement.executeUpdate();
    }
  }

  private PreparedStatement prepare(String sql, Array... columns) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < columns.length; i++) {
      statement.setArray(i + 1, columns[i]);
    }
    return statement;
  }

  private Array int4(int[] values) throws SQLException {
    return driver.createArrayOf("int4", values);
  }

  private Array int8(long[] values) throws SQLException {
    return driver.createArrayOf("int8", values);
  }
}
