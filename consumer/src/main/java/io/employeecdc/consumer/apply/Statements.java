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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.postgresql.PGConnection;

/** The statements of one transaction. Each takes whole columns as arrays, sent in binary. */
final class Statements {
  /** A date is sent as days since 1970; the extremes of an int stand for the infinities. */
  static final String DATE =
      "case dob when 2147483647 then 'infinity'::date when -2147483648 then '-infinity'::date"
          + " else date '1970-01-01' + dob end";

  private static final String CLAIM =
      """
      insert into employee_versions as v (emp_id, action_id)
      select * from unnest(?, ?)
      on conflict (emp_id) do update set action_id = excluded.action_id
      where v.action_id < excluded.action_id""";

  /**
   * Our own claims bear our transaction's id, unless there is a savepoint; nobody else can write
   * the rows that we locked.
   */
  private static final String LOSERS =
      """
      select v.emp_id from unnest(?) as c (emp_id) join employee_versions v using (emp_id)
      where v.xmin <> pg_current_xact_id()::xid
      order by v.emp_id""";

  private static final String RECORD_NEW =
      """
      insert into processed_events (action_id, emp_id)
      select * from unnest(?, ?)""";

  private static final String RECORD_AND_TELL =
      RECORD_NEW + " on conflict do nothing returning action_id";

  /**
   * Parks changes, each unless the target is there or beyond, or has the same or a newer one
   * parked. An older one that is parked has been overtaken.
   */
  private static final String PARK =
      """
      with sent as (
        select * from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) as s (emp_id, first_name,
          last_name, dob, city, salary, action_id, deleted, sqlstate, constraint_name, topic, partition,
          record_offset, record_timestamp, record_key, record_value, record_headers)),
      before as (
        select p.emp_id, p.action_id, p.action_id < s.action_id as older
        from sent s join parked_changes p using (emp_id)),
      entered as (
        insert into processed_events (action_id, emp_id) select action_id, emp_id from before where older
        on conflict do nothing),
      parked as (
        insert into parked_changes as p (emp_id, action_id, deleted, first_name, last_name, dob, city,
          salary, sqlstate, constraint_name, topic, partition, record_offset, record_timestamp,
          record_key, record_value, record_headers)
        select emp_id, s.action_id, deleted, first_name, last_name, %s, city, salary, sqlstate,
          constraint_name, topic, partition, record_offset, record_timestamp, record_key, record_value,
          record_headers
        from sent s left join employee_versions v using (emp_id)
        where v.action_id is null or v.action_id < s.action_id order by emp_id
        on conflict (emp_id) do update set
          action_id = excluded.action_id, deleted = excluded.deleted,
          first_name = excluded.first_name, last_name = excluded.last_name, dob = excluded.dob,
          city = excluded.city, salary = excluded.salary, sqlstate = excluded.sqlstate,
          constraint_name = excluded.constraint_name, parked_at = now(), topic = excluded.topic,
          partition = excluded.partition, record_offset = excluded.record_offset,
          record_timestamp = excluded.record_timestamp, record_key = excluded.record_key,
          record_value = excluded.record_value, record_headers = excluded.record_headers
        where p.action_id < excluded.action_id
        returning emp_id)
      select emp_id, parked.emp_id is not null as parked, older, before.action_id = sent.action_id as same
      from sent left join parked using (emp_id) left join before using (emp_id)"""
          .formatted(DATE);

  /**
   * The last statement of a batch. What is parked and was reached or overtaken goes, as if it had
   * come late; where nothing is parked that costs nothing. Partitions move, each only from where
   * the target has got to.
   */
  private static final String FINISH =
      """
      with gone as (
        delete from parked_changes p using unnest(?, ?) as c (emp_id, action_id)
        where exists (select from parked_changes)
          and p.emp_id = c.emp_id and p.action_id <= c.action_id
        returning p.emp_id, p.action_id, p.action_id = c.action_id as same),
      entered as (
        insert into processed_events (action_id, emp_id) select action_id, emp_id from gone
        where not same on conflict do nothing),
      moved as (
        insert into applied_offsets as o (topic, partition, next_offset)
        select topic, m.partition, m.next
        from unnest(?, ?, ?) as m (partition, begin, next), (select ?) as of (topic)
        where m.begin = 0 or exists (
          select from applied_offsets a
          where a.topic = of.topic and a.partition = m.partition and a.next_offset >= m.begin)
        order by m.partition
        on conflict (topic, partition) do update set
          next_offset = greatest(o.next_offset, excluded.next_offset), applied_at = now()
        returning 1)
      select (select count(*) filter (where same) from gone),
             (select count(*) filter (where not same) from gone),
             (select count(*) from moved), exists (select from parked_changes)""";

  /** Says how many rows were there and are not deleted: both parts see what was before. */
  private static final String DELETE =
      """
      with deleted as (delete from employees where emp_id = any (?) returning 1)
      select (select count(*) from employees where emp_id = any (?))
        - (select count(*) from deleted)""";

  private static final String WRITE =
      """
      insert into employees (emp_id, first_name, last_name, dob, city, salary)
      select emp_id, first_name, last_name,
             %s,
             city, salary
      from unnest(?, ?, ?, ?, ?, ?) as r (emp_id, first_name, last_name, dob, city, salary)%s
      on conflict (emp_id) do update set
        first_name = excluded.first_name, last_name = excluded.last_name, dob = excluded.dob,
        city = excluded.city, salary = excluded.salary""";

  private static final String UPSERT = WRITE.formatted(DATE, "");

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
                  WRITE.formatted(DATE, " where emp_id in (select emp_id from claimed)"))
          + " select (select count(*) from claimed), (select count(*) from recorded),"
          + " (select case when not exists (select from written) then '"
          + TAKEN
          + "' || emp_id end from claimed)::int";

  private final Connection connection;
  private final PGConnection driver;

  Statements(Connection connection) throws SQLException {
    this.connection = connection;
    this.driver = connection.unwrap(PGConnection.class);
    // 0 is who sits behind a pooler that knows no prepared statements.
    if (driver.getPrepareThreshold() != 0) {
      driver.setPrepareThreshold(1);
    }
  }

  /** Locks the employees and moves those forward that are behind; returns how many were. */
  int claim(int[] employeeIds, long[] actionIds) throws SQLException {
    return update(CLAIM, int4(employeeIds), int8(actionIds));
  }

  /** As {@link #claim}; tells those that were moved, ascending. */
  int[] claimAndTell(int[] employeeIds, long[] actionIds) throws SQLException {
    int[] moved =
        ids(employeeIds.length, CLAIM + " returning v.emp_id", int4(employeeIds), int8(actionIds));
    Arrays.sort(moved);
    return moved;
  }

  /** Of the employees just claimed, those that were not behind; ascending. */
  int[] losers(int[] employeeIds) throws SQLException {
    return ids(employeeIds.length, LOSERS, int4(employeeIds));
  }

  /**
   * Of rows that are to be written, those that {@link Constraints} doubts.
   *
   * @param question with the rows' columns as parameters; gives employees and reasons
   */
  Map<Integer, Integer> doubts(String question, Columns.Rows rows) throws SQLException {
    Map<Integer, Integer> reasons = new HashMap<>();
    try (PreparedStatement statement = prepare(question, arrays(rows));
        ResultSet doubted = statement.executeQuery()) {
      while (doubted.next()) {
        reasons.put(doubted.getInt(1), doubted.getInt(2));
      }
    }
    return reasons;
  }

  /** Enters changes into the ledger, which has none of them. */
  void recordNew(long[] actionIds, int[] employeeIds) throws SQLException {
    int unused = update(RECORD_NEW, int8(actionIds), int4(employeeIds));
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

  /**
   * What became of changes that were to be parked.
   *
   * @param effects by employee, of those that are parked now or were before
   * @param replaced older changes that were parked and are overtaken
   */
  record Parked(Map<Integer, Effect> effects, int replaced) {}

  /** Parks changes, at most one of each employee. */
  Parked park(List<Change> changes, Map<Integer, Fault> why, Origin.Of origins)
      throws SQLException {
    ParkedRows rows = new ParkedRows(changes, why, origins);
    Array[] columns =
        Stream.concat(Stream.of(arrays(Columns.Rows.of(changes))), Stream.of(rows.arrays(driver)))
            .toArray(Array[]::new);
    Map<Integer, Effect> effects = new HashMap<>();
    int replaced = 0;
    try (PreparedStatement statement = prepare(PARK, columns);
        ResultSet answer = statement.executeQuery()) {
      while (answer.next()) {
        if (answer.getBoolean("parked")) {
          effects.put(answer.getInt("emp_id"), Effect.PARKED);
          replaced += answer.getBoolean("older") ? 1 : 0;
        } else if (answer.getBoolean("same")) {
          effects.put(answer.getInt("emp_id"), Effect.DUPLICATE);
        }
      }
    }
    return new Parked(effects, replaced);
  }

  /**
   * The end of a batch's transaction.
   *
   * @param ended what became of changes that were parked
   * @param someParked whether any is parked now
   */
  record Finished(Applied.Ended ended, boolean someParked) {}

  /**
   * Ends a batch's transaction.
   *
   * @param employeeIds whose parked changes are passed, with the ids that pass them
   */
  Finished finish(int[] employeeIds, long[] actionIds, AppliedThrough through) throws SQLException {
    int[] partitions = through.moves().keySet().stream().mapToInt(one -> one).sorted().toArray();
    long[] begins = new long[partitions.length];
    long[] nexts = new long[partitions.length];
    for (int i = 0; i < partitions.length; i++) {
      begins[i] = through.moves().get(partitions[i]).begin();
      nexts[i] = through.moves().get(partitions[i]).next();
    }
    try (PreparedStatement statement =
        prepare(
            FINISH,
            int4(employeeIds),
            int8(actionIds),
            int4(partitions),
            int8(begins),
            int8(nexts))) {
      statement.setString(6, through.topic());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        AppliedOffsets.requireMoved(connection, through, row.getInt(3));
        return new Finished(new Applied.Ended(row.getInt(1), row.getInt(2)), row.getBoolean(4));
      }
    }
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
    int unused = update("set constraints all immediate");
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
