package io.employeecdc.consumer.apply;

import io.employeecdc.contract.table.CapturedTable;
import io.employeecdc.contract.table.TableSql;
import io.employeecdc.runtime.database.Query;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far each partition has been applied, as the target itself says in {@code applied_offsets}. A
 * batch moves a partition only from where it is, or from before, so a target that lacks what the
 * group's offsets take for applied, as it was restored or exchanged, is found with the next batch;
 * so is a topic that was made again under its name.
 */
public record AppliedOffsets(Target target) {
  private static final String READ =
      "select partition, next_offset, topic_id from ${offsets} where topic = ?";

  private static final String SET =
      """
      insert into ${offsets} (topic, partition, next_offset) values (?, ?, ?)
      on conflict (topic, partition) do update
        set next_offset = excluded.next_offset, applied_at = now(), topic_id = null""";

  /** Of one partition; the topic's id is null until the next batch where an operator has set it. */
  private record Row(long next, String topicId) {}

  /** By partition; those that are not known are absent. */
  public Map<Integer, Long> read(String topic) throws SQLException {
    try (Connection connection = target.connection()) {
      return read(connection, topic);
    }
  }

  /** The same within a transaction. */
  public Map<Integer, Long> read(Connection connection, String topic) throws SQLException {
    Map<Integer, Long> offsets = new TreeMap<>();
    rows(connection, target.sql(READ), topic)
        .forEach((partition, row) -> offsets.put(partition, row.next()));
    return offsets;
  }

  /**
   * From now on the partition counts as applied up to there, whatever was before, and of whichever
   * topic is there then: an operator said so.
   */
  public void set(String topic, int partition, long next) throws SQLException {
    try (Connection connection = target.connection()) {
      int unused = Query.update(connection, target.sql(SET), topic, partition, next);
    }
  }

  /**
   * Whether all partitions of a batch have moved, or were there already, within its transaction.
   *
   * @throws CdcException with exit code 7 if one is behind where it was read from, or if the topic
   *     is another one
   */
  static void requireMoved(
      Connection connection, CapturedTable table, AppliedThrough through, int moved)
      throws SQLException {
    if (moved == through.moves().size()) {
      return;
    }
    Map<Integer, Row> known = rows(connection, new TableSql(table).of(READ), through.topic());
    through
        .moves()
        .forEach(
            (partition, move) -> {
              Row row = known.get(partition);
              if (row != null && row.topicId() != null) {
                requireSame(through.topic(), row.topicId(), through.topicId());
              }
              if (row == null ? !move.mayBeUnknown() : row.next() < move.begin()) {
                String applied = row == null ? "nothing" : "up to " + row.next();
                throw behind(through.topic(), partition, move.begin(), applied);
              }
            });
    throw new SQLException(
        "a partition of %s moved meanwhile".formatted(table.names().offsets()), "40001");
  }

  /**
   * Refuses another topic of the same name: of it nothing is applied, and offsets mean nothing.
   *
   * @throws CdcException with exit code 7
   */
  public static void requireSame(String topic, String applied, String now) {
    if (!applied.equals(now)) {
      throw new CdcException(
          ErrorCode.TOPIC_CHANGED,
          ("topic %s was made again: it is not the one that the target has applied, which may have"
                  + " held changes that nobody read. Stop all consumers of the group, run"
                  + " 'cdc offsets --to-earliest', start them, then run 'cdc verify --repair'")
              .formatted(topic));
    }
  }

  private static CdcException behind(String topic, int partition, long begin, String applied) {
    return new CdcException(
        ErrorCode.TARGET_BEHIND,
        ("the target lacks what lies before offset %d of partition %d of %s: it has applied %s of it."
                + " It was restored or exchanged, or the group's offsets were moved. Nothing was written."
                + " Stop all consumers of the group and run 'cdc offsets --to-applied'")
            .formatted(begin, partition, topic, applied));
  }

  private static Map<Integer, Row> rows(Connection connection, String question, String topic)
      throws SQLException {
    Map<Integer, Row> rows = new TreeMap<>();
    Query.each(
        connection,
        question,
        row -> rows.put(row.getInt(1), new Row(row.getLong(2), row.getString(3))),
        topic);
    return rows;
  }
}
