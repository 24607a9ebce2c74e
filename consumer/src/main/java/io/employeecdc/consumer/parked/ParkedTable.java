package io.employeecdc.consumer.parked;

import io.employeecdc.consumer.apply.Constraints;
import io.employeecdc.consumer.apply.Origin;
import io.employeecdc.consumer.apply.Target;
import io.employeecdc.runtime.database.Query;
import java.nio.ByteBuffer;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.postgresql.PGConnection;

/** The statements about parked changes, within one transaction. */
final class ParkedTable {
  /**
   * Who settles does so alone. A row that is no partition's. To lock a row needs UPDATE on its
   * table, which of all roles the consumer's alone has; an advisory lock is anybody's who may
   * connect. A lock of the table would keep autovacuum out, or be kept out by it, and one that is
   * refused is an error in the server's log. Set-up makes the row, and who misses it makes it for
   * the next time.
   */
  private static final String LOCK =
      "select from ${offsets} where topic = '(settling)' and partition = -1 for update skip locked";

  private static final String MAKE_LOCK =
      """
      insert into ${offsets} (topic, partition, next_offset) values ('(settling)', -1, 0)
      on conflict do nothing""";

  private static final String STATE =
      """
      select count(*), coalesce(extract(epoch from now() - min(parked_at)), 0)
      from ${parked}""";

  /** What its row has reached, or overtaken, meanwhile need not wait. */
  private static final String REMOVE_PASSED =
      """
      with gone as (
        delete from ${parked} p using ${guard} v
        where ${v_is_p} and v.action_id >= p.action_id
        returning ${p_key}, p.action_id, v.action_id = p.action_id as same),
      entered as (
        insert into ${ledger} (action_id, ${key}) select action_id, ${key} from gone
        where not same on conflict do nothing)
      select count(*) filter (where same), count(*) filter (where not same) from gone""";

  private static final String READ =
      """
      select cdc_id, action_id, cdc_topic = ?, cdc_deleted, not cdc_known @> array[${own_names}]
      from ${parked} order by cdc_id""";

  private static final String CLAIM =
      """
      insert into ${guard} as v (${key}, action_id, cdc_version)
      select ${p_key}, p.action_id, ${p_version}
      from ${parked} p join unnest(?, ?) as c (id, action_id)
        on p.cdc_id = c.id and p.action_id = c.action_id
      order by ${p_key_order}
      on conflict (${key}) do update set action_id = excluded.action_id, cdc_version = excluded.cdc_version
      where v.action_id < excluded.action_id""";

  private static final String DELETE =
      """
      with gone as (
        delete from ${table} e using ${parked} p
        where p.cdc_id = any (?) and ${p_is_e_row} returning 1)
      select (select count(*) from ${table} e join ${parked} p on ${p_is_e_row}
              where p.cdc_id = any (?)) - (select count(*) from gone)""";

  /** Before a row goes, what the writer of its change did not know of it is kept. */
  private static final String COMPLETE =
      """
      update ${parked} p set ${completed} from ${table} e
      where p.cdc_id = any (?) and not p.cdc_deleted and ${p_is_e_row}""";

  private static final String VACATE =
      "delete from ${table} e using ${parked} p where p.cdc_id = any (?) and ${p_is_e_row}";

  /** Row by row in the order of their places, for the server looks for conflicts row by row. */
  private static final String WRITE =
      """
      with chosen as (
        select * from unnest(?, ?) with ordinality as c (cdc_id, action_id, cdc_place)),
      taken as (
        delete from ${parked} p using chosen c
        where p.cdc_id = c.cdc_id and p.action_id = c.action_id
        returning ${columns}, p.action_id, p.cdc_deleted, c.cdc_place),
      recorded as (
        insert into ${ledger} (action_id, ${key}) select action_id, ${key} from taken
        order by action_id on conflict do nothing),
      written as (
        insert into ${table} (${columns}) select ${t_row} from taken t where not cdc_deleted
        order by cdc_place
        ${on_conflict}
        returning 1)
      select (select count(*) from taken),
        (select count(*) from taken where not cdc_deleted) - (select count(*) from written)""";

  private static final String RECORDS =
      """
      select cdc_id, cdc_topic, cdc_partition, record_offset, record_timestamp, record_key,
        record_value, record_headers
      from ${parked} where cdc_id = any (?) order by cdc_id""";

  /** Of a topic that was made again, what was parked before may lie beyond what is applied. */
  private static final String PASSED_MEANWHILE =
      """
      select coalesce(sum(greatest(o.next_offset - p.first, 0)), 0) from ${offsets} o
      join (select cdc_topic, cdc_partition, min(record_offset) as first
            from ${parked} group by 1, 2) p
        on o.topic = p.cdc_topic and o.partition = p.cdc_partition""";

  private static final String REMOVE =
      """
      delete from ${parked} p using unnest(?, ?) as c (id, action_id)
      where p.cdc_id = c.id and p.action_id = c.action_id""";

  /** There may be millions of rows. */
  private static final int MANY = 10_000;

  private final Connection connection;
  private final Target target;

  /** Null until what is parked has been read. */
  private Constraints constraints;

  ParkedTable(Connection connection, Target target) {
    this.connection = connection;
    this.target = target;
  }

  /** Until the transaction ends; false if somebody else settles. */
  boolean lock() throws SQLException {
    boolean taken = !Query.all(connection, sql(LOCK), row -> true).isEmpty();
    if (!taken) {
      int unused = update(MAKE_LOCK);
    }
    return taken;
  }

  /** How much is parked, and nothing settled yet. */
  Settled state() throws SQLException {
    return Query.one(
        connection,
        sql(STATE),
        row ->
            new Settled(
                0, 0, 0, 0, row.getInt(1), Duration.ofMillis((long) (1000 * row.getDouble(2)))));
  }

  /** Returns how many there were of those that came again, and of those that were overtaken. */
  long[] removePassed() throws SQLException {
    return pair(REMOVE_PASSED);
  }

  /**
   * All that is parked, and who wants what whose row holds, as {@link Constraints} says.
   *
   * @param topic ours; others may have parked theirs here
   */
  ParkedChanges read(String topic) throws SQLException {
    LongStream.Builder ids = LongStream.builder();
    LongStream.Builder actionIds = LongStream.builder();
    BitSet ours = new BitSet();
    BitSet deleting = new BitSet();
    BitSet partial = new BitSet();
    AtomicInteger count = new AtomicInteger();
    Query.take(
        connection,
        sql(READ),
        statement -> {
          statement.setFetchSize(MANY);
          statement.setString(1, topic);
        },
        row -> {
          ids.add(row.getLong(1));
          actionIds.add(row.getLong(2));
          ours.set(count.get(), row.getBoolean(3));
          deleting.set(count.get(), row.getBoolean(4));
          partial.set(count.getAndIncrement(), row.getBoolean(5));
        });
    long[] all = ids.build().toArray();
    long[] actions = actionIds.build().toArray();
    long[] inTheWay = actions.clone();
    SettlePlan plan = plan(all, inTheWay);
    return new ParkedChanges(all, actions, ours, deleting, partial, inTheWay, plan);
  }

  private SettlePlan plan(long[] ids, long[] inTheWay) throws SQLException {
    IntStream.Builder wanters = IntStream.builder();
    IntStream.Builder holders = IntStream.builder();
    constraints = target.constraints(connection);
    if (constraints.conflicts().isPresent()) {
      Query.take(
          connection,
          constraints.conflicts().get(),
          statement -> statement.setFetchSize(MANY),
          row -> {
            int wanter = Arrays.binarySearch(ids, row.getLong(1));
            if (wanter >= 0) {
              inTheWay[wanter] += Objects.hash(row.getInt(3), row.getLong(4));
              wanters.add(wanter);
              int holder = Arrays.binarySearch(ids, row.getLong(2));
              holders.add(Math.max(SettlePlan.OUTSIDE, holder));
            }
          });
    }
    return new SettlePlan(
        ids.length,
        wanters.build().toArray(),
        holders.build().toArray(),
        !constraints.mustStay() || !constraints.contested().isEmpty());
  }

  /**
   * Applies parked changes, which are parked no more, or leaves no trace.
   *
   * @param places in the order in which they are written
   * @return false if one of them was overtaken meanwhile
   */
  boolean apply(ParkedChanges all, int... places) throws SQLException {
    Savepoint before = connection.setSavepoint();
    try {
      if (write(all, places)) {
        connection.releaseSavepoint(before);
        return true;
      }
    } catch (SQLException e) {
      if (target.policy(e).isOfRecord()) {
        connection.rollback(before);
      }
      throw e;
    }
    connection.rollback(before);
    return false;
  }

  private boolean write(ParkedChanges all, int... places) throws SQLException {
    Array ids = array(all.ids(places));
    Array actionIds = array(all.actionIds(places));
    if (update(CLAIM, ids, actionIds) < places.length) {
      return false;
    }
    delete(all.ids(places, all.deleting));
    updateSome(COMPLETE, all.ids(places, all.partial));
    updateSome(vacate(), all.ids(places, all.plan.vacated()));
    long[] answer = pair(WRITE, ids, actionIds);
    Target.requireNone(answer[1]);
    return answer[0] == places.length;
  }

  private void delete(long[] ids) throws SQLException {
    if (ids.length > 0) {
      Target.requireNone(
          Query.one(connection, sql(DELETE), row -> row.getLong(1), array(ids), array(ids)));
    }
  }

  private void updateSome(String template, long[] ids) throws SQLException {
    if (ids.length > 0) {
      int unused = update(template, array(ids));
    }
  }

  /** The records of some of them, by id. */
  Map<Long, Origin> records(long[] ids) throws SQLException {
    Map<Long, Origin> records = new LinkedHashMap<>();
    Query.each(
        connection,
        sql(RECORDS),
        row ->
            records.put(
                row.getLong(1),
                new Origin(
                    row.getString(2),
                    row.getInt(3),
                    row.getLong(4),
                    row.getLong(5),
                    Optional.ofNullable(row.getBytes(6)).map(ByteBuffer::wrap),
                    Optional.ofNullable(row.getBytes(7)).map(ByteBuffer::wrap),
                    ByteBuffer.wrap(row.getBytes(8)))),
        array(ids));
    return records;
  }

  /** How many records came through behind the first of those that are parked, by partition. */
  long passedMeanwhile() throws SQLException {
    return Query.one(connection, sql(PASSED_MEANWHILE), row -> row.getLong(1));
  }

  /** They are parked no more, and nothing else happens to them. */
  void remove(ParkedChanges all, int[] places) throws SQLException {
    int unused = update(REMOVE, array(all.ids(places)), array(all.actionIds(places)));
  }

  /** Rows that must stay give up what others want, and get their own with their write. */
  private String vacate() {
    return constraints.mustStay()
        ? "update ${table} e set %s from ${parked} p where p.cdc_id = any (?) and ${p_is_e_row}"
            .formatted(
                String.join(
                    ", ", constraints.contested().stream().map(one -> one + " = null").toList()))
        : VACATE;
  }

  private String sql(String template) throws SQLException {
    return target.sql(connection, template);
  }

  private Array array(long[] numbers) throws SQLException {
    return connection.unwrap(PGConnection.class).createArrayOf("int8", numbers);
  }

  private int update(String template, Object... parameters) throws SQLException {
    return Query.update(connection, sql(template), parameters);
  }

  private long[] pair(String template, Object... parameters) throws SQLException {
    return Query.one(
        connection, sql(template), row -> new long[] {row.getLong(1), row.getLong(2)}, parameters);
  }
}
