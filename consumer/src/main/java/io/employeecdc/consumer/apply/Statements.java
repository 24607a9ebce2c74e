package io.employeecdc.consumer.apply;

import io.employeecdc.consumer.failure.Cause;
import io.employeecdc.contract.table.CapturedTable;
import io.employeecdc.contract.table.Column;
import io.employeecdc.contract.table.KeyValue;
import io.employeecdc.contract.table.RowVersion;
import io.employeecdc.contract.type.ColumnType;
import io.employeecdc.runtime.database.Query;
import java.nio.ByteBuffer;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;

/** The statements of one transaction. Each takes whole columns as arrays, sent in binary. */
final class Statements {
  private final Connection connection;
  private final PGConnection driver;
  private final CapturedTable table;
  private final ApplySql sql;

  Statements(Connection connection, CapturedTable table, ApplySql sql) throws SQLException {
    this.connection = connection;
    this.driver = connection.unwrap(PGConnection.class);
    this.table = table;
    this.sql = sql;
    // 0 is who sits behind a pooler that knows no prepared statements.
    if (driver.getPrepareThreshold() != 0) {
      driver.setPrepareThreshold(1);
    }
  }

  /** Locks the rows and moves those forward that are behind; returns how many were. */
  int claim(List<Change> changes) throws SQLException {
    return Query.update(connection, sql.of(ApplySql.CLAIM), claimed(changes).toArray());
  }

  /** As {@link #claim}; tells the places of those that were moved. */
  BitSet claimAndTell(List<Change> changes) throws SQLException {
    BitSet places = new BitSet();
    Query.each(
        connection,
        sql.of(ApplySql.CLAIM_AND_TELL),
        row -> places.set(row.getInt(1) - 1),
        claimed(changes).toArray());
    return places;
  }

  /**
   * Of rows that are to be written, those that {@link Constraints} doubts.
   *
   * @param question with the rows' columns as parameters; gives places and reasons
   * @return reasons by place
   */
  Map<Integer, Integer> doubts(String question, List<Change> changes) throws SQLException {
    Map<Integer, Integer> reasons = new HashMap<>();
    Query.each(
        connection,
        question,
        doubted -> reasons.put(doubted.getInt(1) - 1, doubted.getInt(2)),
        rows(changes, table.columns()).toArray());
    return reasons;
  }

  /** Enters changes into the ledger, which has none of them. */
  void recordNew(List<Change> changes) throws SQLException {
    int unused = Query.update(connection, sql.of(ApplySql.RECORD_NEW), recorded(changes).toArray());
  }

  /** Enters changes into the ledger; returns the ids that were not there. */
  Set<Long> recordAndTell(List<Change> changes) throws SQLException {
    Set<Long> entered = new HashSet<>();
    Query.each(
        connection,
        sql.of(ApplySql.RECORD_AND_TELL),
        row -> entered.add(row.getLong(1)),
        recorded(changes).toArray());
    return entered;
  }

  /**
   * What became of changes that were to be parked.
   *
   * @param effects by row, of those that are parked now or were before
   * @param replaced older changes that were parked and are overtaken
   */
  record Parked(Map<KeyValue, Effect> effects, int replaced) {}

  /** Parks changes, at most one of each row. */
  Parked park(List<Change> changes, Map<KeyValue, Cause> why, Function<Change, Origin> origins)
      throws SQLException {
    List<Array> columns = rows(changes, table.columns());
    columns.addAll(parked(changes, change -> why.get(change.key()), origins));
    Map<KeyValue, Effect> effects = new HashMap<>();
    AtomicInteger replaced = new AtomicInteger();
    Query.each(
        connection,
        sql.of(ApplySql.PARK),
        answer -> {
          KeyValue key = changes.get(answer.getInt("cdc_place") - 1).key();
          if (answer.getBoolean("parked")) {
            effects.put(key, Effect.PARKED);
            replaced.addAndGet(answer.getBoolean("older") ? 1 : 0);
          } else if (answer.getBoolean("same")) {
            effects.put(key, Effect.DUPLICATE);
          }
        },
        columns.toArray());
    return new Parked(effects, replaced.get());
  }

  /**
   * The end of a batch's transaction.
   *
   * @return whether any change is parked now
   */
  boolean finish(AppliedThrough through) throws SQLException {
    List<Integer> partitions = List.copyOf(through.moves().keySet());
    List<AppliedThrough.Move> moves = partitions.stream().map(through.moves()::get).toList();
    return Query.one(
        connection,
        sql.of(ApplySql.FINISH),
        row -> {
          AppliedOffsets.requireMoved(connection, table, through, row.getInt(1));
          return row.getBoolean(2);
        },
        array("int4", partitions.stream().mapToInt(partition -> partition).toArray()),
        array("int8", moves.stream().mapToLong(AppliedThrough.Move::begin).toArray()),
        array("int8", moves.stream().mapToLong(AppliedThrough.Move::next).toArray()),
        array("bool", moves, Boolean[]::new, AppliedThrough.Move::mayBeUnknown),
        through.topic(),
        through.topicId());
  }

  void delete(List<Change> changes) throws SQLException {
    int left =
        Query.one(
            connection, sql.of(ApplySql.DELETE), row -> row.getInt(1), keys(changes).toArray());
    Target.requireNone(left);
  }

  void upsert(RowVersion version, List<Change> changes) throws SQLException {
    int written =
        Query.update(connection, sql.upsert(version), rows(changes, version.columns()).toArray());
    Target.requireNone(changes.size() - written);
  }

  /** Does all that a batch of one change is to do, which writes a row. */
  Effect alone(Change change) throws SQLException {
    List<Change> one = List.of(change);
    List<Array> columns = claimed(one);
    columns.addAll(recorded(one));
    columns.addAll(rows(one, change.version().columns()));
    return Query.one(
        connection,
        sql.alone(change.version()),
        counts -> {
          int claimed = counts.getInt(1);
          Target.requireNone(claimed - counts.getInt(3));
          boolean recorded = counts.getInt(2) > 0;
          return claimed > 0 ? Effect.APPLIED : recorded ? Effect.SUPERSEDED : Effect.DUPLICATE;
        },
        columns.toArray());
  }

  private List<Array> claimed(List<Change> changes) throws SQLException {
    List<Array> columns = keys(changes);
    columns.add(actionIds(changes));
    columns.add(array("int4", changes.stream().mapToInt(one -> one.version().number()).toArray()));
    return columns;
  }

  private List<Array> recorded(List<Change> changes) throws SQLException {
    List<Array> columns = new ArrayList<>(List.of(actionIds(changes)));
    columns.addAll(keys(changes));
    return columns;
  }

  private Array actionIds(List<Change> changes) throws SQLException {
    return array("int8", changes.stream().mapToLong(Change::actionId).toArray());
  }

  private List<Array> keys(List<Change> changes) throws SQLException {
    List<Array> arrays = new ArrayList<>();
    List<Column> columns = table.key().columns();
    for (int place = 0; place < columns.size(); place++) {
      ColumnType type = columns.get(place).type();
      Object[] sent = type.sentArray(changes.size());
      for (int i = 0; i < sent.length; i++) {
        sent[i] = type.sent(changes.get(i).key().get(place));
      }
      arrays.add(driver.createArrayOf(type.sentType(), sent));
    }
    return arrays;
  }

  /** Null where the row was deleted or its writer knew no such column. */
  private List<Array> rows(List<Change> changes, List<Column> columns) throws SQLException {
    List<Array> arrays = keys(changes);
    for (Column column : columns) {
      ColumnType type = column.type();
      Object[] sent = type.sentArray(changes.size());
      RowVersion version = null;
      boolean known = false;
      for (int i = 0; i < sent.length; i++) {
        Change change = changes.get(i);
        if (!change.version().equals(version)) {
          version = change.version();
          known = version.columns().contains(column);
        }
        Object value = known && !change.deletes() ? column.valueIn(change.row()) : null;
        sent[i] = value == null ? null : type.sent(value);
      }
      arrays.add(driver.createArrayOf(type.sentType(), sent));
    }
    return arrays;
  }

  /** What is kept of parked changes beside their rows, in the order of the statement. */
  private List<Array> parked(
      List<Change> changes, Function<Change, Cause> why, Function<Change, Origin> origins)
      throws SQLException {
    List<Origin> from = changes.stream().map(origins).toList();
    return List.of(
        actionIds(changes),
        array("text", changes, String[]::new, change -> names(change.version())),
        array("bool", changes, Boolean[]::new, Change::deletes),
        array("text", changes, String[]::new, change -> why.apply(change).sqlState().orElseThrow()),
        array("text", changes, String[]::new, one -> why.apply(one).constraint().orElse(null)),
        array("text", from, String[]::new, Origin::topic),
        array("int4", from.stream().mapToInt(Origin::partition).toArray()),
        array("int8", from.stream().mapToLong(Origin::offset).toArray()),
        array("int8", from.stream().mapToLong(Origin::timestamp).toArray()),
        array("bytea", from, byte[][]::new, one -> one.key().map(ByteBuffer::array).orElse(null)),
        array("bytea", from, byte[][]::new, one -> one.value().map(ByteBuffer::array).orElse(null)),
        array("bytea", from, byte[][]::new, one -> one.headers().array()));
  }

  private <T, V> Array array(String type, List<T> rows, IntFunction<V[]> made, Function<T, V> value)
      throws SQLException {
    return array(type, rows.stream().map(value).toArray(made));
  }

  /**
   * Of numbers in an array of their own kind, which the driver sends without an object for each.
   */
  private Array array(String type, Object values) throws SQLException {
    return driver.createArrayOf(type, values);
  }

  private static String names(RowVersion version) {
    return version.columns().stream().map(Column::name).collect(Collectors.joining(","));
  }
}
