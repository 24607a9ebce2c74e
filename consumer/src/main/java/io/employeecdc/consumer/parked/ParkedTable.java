package io.employeecdc.consumer.parked;

import io.employeecdc.consumer.apply.Applied;
import io.employeecdc.consumer.apply.Constraints;
import io.employeecdc.consumer.apply.Origin;
import io.employeecdc.runtime.database.SqlState;
import java.nio.ByteBuffer;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.postgresql.PGConnection;

/** The statements about parked changes, within one transaction. */
final class ParkedTable {
  private static final String LOCK =
      "select pg_try_advisory_xact_lock(hashtext('cdc parked_changes'), hashtext(current_schema()))";

  private static final String STATE =
      """
      select count(*), coalesce(extract(epoch from now() - min(parked_at)), 0), now()
      from parked_changes""";

  /** What has been reached or overtaken meanwhile, such as by a replay, need not wait. */
  private static final String REMOVE_PASSED =
      """
      with gone as (
        delete from parked_changes p using employee_versions v
        where v.emp_id = p.emp_id and v.action_id >= p.action_id
        returning p.emp_id, p.action_id, v.action_id = p.action_id as same),
      entered as (
        insert into processed_events (action_id, emp_id) select action_id, emp_id from gone
        where not same on conflict do nothing)
      select count(*) filter (where same), count(*) filter (where not same) from gone""";

  private static final String READ = "select emp_id, action_id from parked_changes order by emp_id";

  private static final String CLAIM =
      """
      insert into employee_versions as v (emp_id, action_id)
      select * from unnest(?, ?) as c (emp_id, action_id) order by 1
      on conflict (emp_id) do update set action_id = excluded.action_id
      where v.action_id < excluded.action_id""";

  private static final String RECORD =
      """
      insert into processed_events (action_id, emp_id) select action_id, emp_id
      from unnest(?, ?) as c (emp_id, action_id) on conflict do nothing""";

  private static final String DELETE =
      """
      with gone as (
        delete from employees e using parked_changes p
        where p.emp_id = any (?) and p.deleted and e.emp_id = p.emp_id returning 1)
      select (select count(*) from employees e join parked_changes p using (emp_id)
              where p.emp_id = any (?) and p.deleted) - (select count(*) from gone)""";

  private static final String VACATE = "delete from employees where emp_id = any (?)";

  /** Row by row in the order of their places, for the server looks for conflicts row by row. */
  private static final String WRITE =
      """
      with chosen as (
        select * from unnest(?, ?) with ordinality as c (emp_id, action_id, place)),
      taken as (
        delete from parked_changes p using chosen c
        where p.emp_id = c.emp_id and p.action_id = c.action_id returning p.*, c.place),
      written as (
        insert into employees (emp_id, first_name, last_name, dob, city, salary)
        select emp_id, first_name, last_name, dob, city, salary from taken where not deleted
        order by place
        on conflict (emp_id) do update set
          first_name = excluded.first_name, last_name = excluded.last_name, dob = excluded.dob,
          city = excluded.city, salary = excluded.salary
        returning 1)
      select (select count(*) from taken),
        (select count(*) from taken where not deleted) - (select count(*) from written)""";

  private static final String OLD =
      "select emp_id from parked_changes where topic = ? and parked_at <= ? order by emp_id";

  private static final String RECORDS =
      """
      select emp_id, action_id, topic, partition, record_offset, record_timestamp, record_key,
        record_value, record_headers
      from parked_changes where emp_id = any (?) order by emp_id""";

  /** The index of the ledger is by block ranges, and needs a word of help. */
  private static final String SHARE =
      """
      select (select count(*) from parked_changes where topic = ? and parked_at <= ?),
        (select count(*) from processed_events
         where processed_at >= (select min(parked_at) from parked_changes))""";

  private static final String REMOVE =
      """
      delete from parked_changes p using unnest(?, ?) as c (emp_id, action_id)
      where p.emp_id = c.emp_id and p.action_id = c.action_id""";

  private static final String REACHED =
      "select partition, next_offset from applied_offsets where topic = ?";

  private final Connection connection;
  private final PGConnection driver;

  ParkedTable(Connection connection) throws SQLException {
    this.connection = connection;
    this.driver = connection.unwrap(PGConnection.class);
  }

  /** Parked changes by their keys; in ascending order of the employees. */
  static final class Keys {
    final int[] employeeIds;
    final long[] actionIds;

    Keys(int[] employeeIds, long[] actionIds) {
      this.employeeIds = employeeIds;
      this.actionIds = actionIds;
    }

    int count() {
      return employeeIds.length;
    }

    /** Some of them, in another order. */
    Keys of(int[] places) {
      int[] employees = new int[places.length];
      long[] actions = new long[places.length];
      for (int i = 0; i < places.length; i++) {
        employees[i] = employeeIds[places[i]];
        actions[i] = actionIds[places[i]];
      }
      return new Keys(employees, actions);
    }

    /** The place of an employee; negative if none is there. */
    int place(int employeeId) {
      return Arrays.binarySearch(employeeIds, employeeId);
    }
  }

  /**
   * How much is parked.
   *
   * @param age of the oldest
   * @param now by the target's clock
   */
  record State(int count, Duration age, Instant now) {}

  /** A change that may have to be given up. */
  record Old(int employeeId, long actionId, Origin origin) {}

  /** Who settles does so alone, until the transaction ends; false if somebody else does. */
  boolean lock() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LOCK);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getBoolean(1);
    }
  }

  State state() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(STATE);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return new State(
          row.getInt(1),
          Duration.ofMillis((long) (1000 * row.getDouble(2))),
          row.getTimestamp(3).toInstant());
    }
  }

  Applied.Ended removePassed() throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(REMOVE_PASSED);
        ResultSet row = statement.executeQuery()) {
      row.next();
      return new Applied.Ended(row.getInt(1), row.getInt(2));
    }
  }

  Keys read() throws SQLException {
    int[] employees = new int[64];
    long[] actions = new long[64];
    int count = 0;
    try (PreparedStatement statement = connection.prepareStatement(READ)) {
      statement.setFetchSize(10_000);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          if (count == employees.length) {
            employees = Arrays.copyOf(employees, 2 * count);
            actions = Arrays.copyOf(actions, 2 * count);
          }
          employees[count] = row.getInt(1);
          actions[count++] = row.getLong(2);
        }
      }
    }
    return new Keys(Arrays.copyOf(employees, count), Arrays.copyOf(actions, count));
  }

  /**
   * What can be applied of those that were read.
   *
   * @param inTheWay of each, what stands for all rows that are in its way and the changes they are
   *     from; so it stays as it is while those do
   */
  record Planned(SettlePlan plan, List<Long> inTheWay) {}

  /** Asks for conflicts, and plans. */
  Planned plan(Keys keys, Constraints constraints) throws SQLException {
    boolean vacate = !constraints.mustStay() || !constraints.contested().isEmpty();
    int[] wanters = new int[64];
    int[] holders = new int[64];
    int count = 0;
    Long[] inTheWay = new Long[keys.count()];
    Arrays.fill(inTheWay, 0L);
    if (constraints.conflicts().isPresent()) {
      try (PreparedStatement statement =
          connection.prepareStatement(constraints.conflicts().get())) {
        statement.setFetchSize(10_000);
        try (ResultSet row = statement.executeQuery()) {
          while (row.next()) {
            int wanter = keys.place(row.getInt(1));
            int holder = keys.place(row.getInt(2));
            if (wanter < 0) {
              continue;
            }
            if (count == wanters.length) {
              wanters = Arrays.copyOf(wanters, 2 * count);
              holders = Arrays.copyOf(holders, 2 * count);
            }
            inTheWay[wanter] += Objects.hash(row.getInt(2), row.getLong(3));
            boolean outside = row.getObject(2) == null || holder < 0;
            wanters[count] = wanter;
            holders[count++] = outside ? SettlePlan.OUTSIDE : holder;
          }
        }
      }
    }
    return new Planned(
        new SettlePlan(
            keys.count(), Arrays.copyOf(wanters, count), Arrays.copyOf(holders, count), vacate),
        Arrays.asList(inTheWay));
  }

  /**
   * Applies parked changes, which are parked no more.
   *
   * @param chosen in the order in which they are written
   * @param vacated employees whose row goes before all
   * @return false if one of them was overtaken meanwhile; the caller must roll back
   */
  boolean apply(Keys chosen, int[] vacated, Constraints constraints) throws SQLException {
    Array employees = driver.createArrayOf("int4", chosen.employeeIds);
    Array actions = driver.createArrayOf("int8", chosen.actionIds);
    if (update(CLAIM, employees, actions) < chosen.count()) {
      return false;
    }
    int unused = update(RECORD, employees, actions);
    long[] kept = numbers(DELETE, employees, employees);
    if (vacated.length > 0) {
      unused = update(vacate(constraints), driver.createArrayOf("int4", vacated));
    }
    long[] answer = numbers(WRITE, employees, actions);
    if (kept[0] > 0 || answer[1] > 0) {
      throw new SQLException("the target took a row out of our write", SqlState.NOT_WRITTEN);
    }
    return answer[0] == chosen.count();
  }

  /** Checks now what would be checked when the transaction commits. */
  void checkDeferred() throws SQLException {
    int unused = update("set constraints all immediate");
  }

  /** Whose changes have been parked since then or longer. */
  List<Integer> old(String topic, Instant since) throws SQLException {
    List<Integer> old = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(OLD)) {
      statement.setString(1, topic);
      statement.setTimestamp(2, Timestamp.from(since));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          old.add(row.getInt(1));
        }
      }
    }
    return old;
  }

  /** Some of them with their records. */
  List<Old> records(List<Integer> employeeIds) throws SQLException {
    List<Old> old = new ArrayList<>();
    try (PreparedStatement statement =
            prepare(
                RECORDS,
                driver.createArrayOf("int4", employeeIds.stream().mapToInt(one -> one).toArray()));
        ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        Origin origin =
            new Origin(
                row.getString(3),
                row.getInt(4),
                row.getLong(5),
                row.getLong(6),
                Optional.ofNullable(row.getBytes(7)).map(ByteBuffer::wrap),
                Optional.ofNullable(row.getBytes(8)).map(ByteBuffer::wrap),
                ByteBuffer.wrap(row.getBytes(9)));
        old.add(new Old(row.getInt(1), row.getLong(2), origin));
      }
    }
    return old;
  }

  /** How many are parked since then or longer, and how many changes came through meanwhile. */
  long[] share(String topic, Instant since) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(SHARE)) {
      statement.setString(1, topic);
      statement.setTimestamp(2, Timestamp.from(since));
      return numbers(statement);
    }
  }

  /** They are parked no more, and nothing else happens to them. */
  void remove(List<Old> given) throws SQLException {
    int unused =
        update(
            REMOVE,
            driver.createArrayOf("int4", given.stream().mapToInt(Old::employeeId).toArray()),
            driver.createArrayOf("int8", given.stream().mapToLong(Old::actionId).toArray()));
  }

  /** How far each partition has been applied. */
  Map<Integer, Long> reached(String topic) throws SQLException {
    Map<Integer, Long> reached = new TreeMap<>();
    try (PreparedStatement statement = connection.prepareStatement(REACHED)) {
      statement.setString(1, topic);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          reached.put(row.getInt(1), row.getLong(2));
        }
      }
    }
    return reached;
  }

  /** Rows that must stay give up what others want, and get their own with their write. */
  private static String vacate(Constraints constraints) {
    return constraints.mustStay()
        ? "update employees set %s where emp_id = any (?)"
            .formatted(
                String.join(
                    ", ", constraints.contested().stream().map(one -> one + " = null").toList()))
        : VACATE;
  }

  private int update(String sql, Array... columns) throws SQLException {
    try (PreparedStatement statement = prepare(sql, columns)) {
      return statement.executeUpdate();
    }
  }

  private long[] numbers(String sql, Array... columns) throws SQLException {
    try (PreparedStatement statement = prepare(sql, columns)) {
      return numbers(statement);
    }
  }

  private static long[] numbers(PreparedStatement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      row.next();
      long[] numbers = new long[row.getMetaData().getColumnCount()];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = row.getLong(i + 1);
      }
      return numbers;
    }
  }

  private PreparedStatement prepare(String sql, Array... columns) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < columns.length; i++) {
      statement.setArray(i + 1, columns[i]);
    }
    return statement;
  }
}
