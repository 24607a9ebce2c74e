package io.employeecdc.consumer.apply;

import io.employeecdc.contract.table.CapturedTable;
import io.employeecdc.contract.table.TableSql;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;

/**
 * How far each partition has been applied, as the target itself says in {@code applied_offsets}. A
 * batch moves a partition only from where it is, or from before, so a target that lacks what the
 * group's offsets take for applied, as it was restored or exchanged, is found with the next batch.
 */
public final class AppliedOffsets {
  private static final String READ =
      "select partition, next_offset from ${offsets} where topic = ?";

  private static final String SET =
      """
      insert into ${offsets} (topic, partition, next_offset) values (?, ?, ?)
      on conflict (topic, partition) do update
        set next_offset = excluded.next_offset, applied_at = now()""";

  private final Target target;

  /** Of one target; asks nothing yet. */
  public AppliedOffsets(Target target) {
    this.target = target;
  }

  /** By partition; those that are not known are absent. */
  public Map<Integer, Long> read(String topic) throws SQLException {
    try (Connection connection = target.connection()) {
      return read(connection, topic);
    }
  }

  /** The same within a transaction. */
  public Map<Integer, Long> read(Connection connection, String topic) throws SQLException {
    return read(connection, target.sql(READ), topic);
  }

  /**
   * From now on the partition counts as applied up to there, whatever was before: an operator said
   * so.
   */
  public void set(String topic, int partition, long next) throws SQLException {
    try (Connection connection = target.connection();
        PreparedStatement upsert = connection.prepareStatement(target.sql(SET))) {
      upsert.setString(1, topic);
      upsert.setInt(2, partition);
      upsert.setLong(3, next);
      int unused = upsert.executeUpdate();
    }
  }

  /**
   * Whether all partitions of a batch have moved, within its transaction.
   *
   * @throws CdcException with exit code 7 if one is behind where it was read from
   */
  static void requireMoved(
      Connection connection, CapturedTable table, AppliedThrough through, int moved)
      throws SQLException {
    if (moved == through.moves().size()) {
      return;
    }
    Map<Integer, Long> known = read(connection, new TableSql(table).of(READ), through.topic());
    through
        .moves()
        .forEach(
            (partition, move) -> {
              Long next = known.get(partition);
              if (next == null || next < move.begin()) {
                String applied = next == null ? "nothing" : "up to " + next;
                throw behind(through.topic(), partition, move.begin(), applied);
              }
            });
    throw new SQLException(
        "a partition of %s moved meanwhile".formatted(table.names().offsets()), "40001");
  }

  private static CdcException behind(String topic, int partition, long begin, String applied) {
    return new CdcException(
        ErrorCode.TARGET_BEHIND,
        ("the target lacks what lies before offset %d of partition %d of %s: it has applied %s of it."
                + " It was restored or exchanged. Nothing was written."
                + " Stop all consumers of the group and run 'cdc offsets --to-applied'")
            .formatted(begin, partition, topic, applied));
  }

  private static Map<Integer, Long> read(Connection connection, String question, String topic)
      throws SQLException {
    Map<Integer, Long> offsets = new TreeMap<>();
    try (PreparedStatement statement = connection.prepareStatement(question)) {
      statement.setString(1, topic);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          offsets.put(row.getInt(1), row.getLong(2));
        }
      }
    }
    return offsets;
  }
}
