package io.employeecdc.operations.verify;

import io.employeecdc.contract.table.CapturedTable;
import io.employeecdc.operations.cluster.Pipeline;
import io.employeecdc.operations.connect.ReplicationSlot;
import io.employeecdc.producer.capture.Coverage;
import io.employeecdc.producer.capture.Position;
import io.employeecdc.producer.publish.PositionFollower;
import io.employeecdc.producer.watch.GroupOffsets;
import io.employeecdc.runtime.database.Database;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.kafka.AdminClients;
import io.employeecdc.runtime.kafka.KafkaFailure;
import io.employeecdc.runtime.kafka.TopicCheck;
import io.employeecdc.runtime.kafka.TopicEnds;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Waits for the pipeline: a snapshot of the source is taken; when the producer's position, or what
 * the log's slot has sent, has passed all changes that it sees, they are in the topic before its
 * end; when the group has committed up to that end, they have taken effect, are dead letters, or
 * are parked in the target; when nothing is parked there, none of them will take effect any more.
 */
final class PipelineWatch implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(15);
  private static final int PAUSE_MS = 20;

  /** Each writes a message into the log. */
  private static final int LOG_PAUSE_MS = 200;

  private final Settings settings;
  private final CapturedTable table;
  private final Database source;
  private final Database target;

  /** Null where the log is captured. */
  private final PositionFollower positions;

  /** The source as it was at the last horizon, where the log is captured; null before. */
  private TableReader atHorizon;

  private final Admin admin;
  private final long begin = System.nanoTime();

  private PipelineWatch(
      Settings settings,
      CapturedTable table,
      Database source,
      Database target,
      PositionFollower positions,
      Admin admin) {
    this.settings = settings;
    this.table = table;
    this.source = source;
    this.target = target;
    this.positions = positions;
    this.admin = admin;
  }

  /** How far the pipeline is; a slot is waited for in place of a producer, {@code limit} in all. */
  record Settings(
      Pipeline pipeline,
      String positionTopic,
      String producerId,
      Optional<String> slot,
      Duration limit) {
    private List<String> topics() {
      return slot.isPresent()
          ? List.of(pipeline.topic())
          : List.of(pipeline.topic(), positionTopic);
    }
  }

  /**
   * A moment of the source. All changes that its snapshot sees have been through the pipeline: they
   * took effect in the target, or never will.
   *
   * @param snapshot PostgreSQL's text of a {@code pg_snapshot}
   * @param floor changes that the snapshot does not see have greater action ids
   * @param source as it was then, where no capture table knows what came after; empty otherwise
   */
  record Horizon(String snapshot, long floor, Optional<TableReader> source) {}

  /** What came of waiting: without a horizon who had not come so far when the time was over. */
  record SettleResult(Optional<Horizon> horizon, String waitingFor) {
    private static SettleResult notYet(String waitingFor) {
      return new SettleResult(Optional.empty(), waitingFor);
    }
  }

  /** Connects to Kafka; the time begins. */
  static PipelineWatch open(
      Settings settings, CapturedTable table, Database source, Database target) {
    try {
      TopicCheck.require(settings.pipeline().kafka(), settings.topics());
    } catch (CdcException e) {
      throw new CdcException(
          e.exitCode(),
          "whether changes are on their way cannot be told: "
              + e.getMessage()
              + "; or compare once, without Kafka, with --settle 0",
          e);
    }
    try {
      PositionFollower positions =
          settings.slot().isPresent()
              ? null
              : PositionFollower.open(
                  settings.pipeline().kafka(), settings.positionTopic(), settings.producerId());
      Admin admin = AdminClients.open(settings.pipeline().kafka(), "verify-offsets", LIMIT, 3);
      return new PipelineWatch(settings, table, source, target, positions, admin);
    } catch (KafkaException e) {
      throw failure(settings, e);
    }
  }

  boolean isTimeOver() {
    return System.nanoTime() - begin >= settings.limit().toNanos();
  }

  /** Waits until all that is committed in the source now has been through the pipeline. */
  SettleResult settle() throws InterruptedException {
    try {
      Optional<Horizon> published = settings.slot().isPresent() ? ofLog() : ofTriggers();
      if (published.isEmpty()) {
        return unpublished();
      }
      Map<TopicPartition, Long> ends = TopicEnds.of(admin, settings.pipeline().topic());
      long behind = awaitNone(PAUSE_MS, () -> behind(ends));
      if (behind > 0) {
        return SettleResult.notYet(
            "group '%s' is %,d offsets behind in topic %s"
                .formatted(settings.pipeline().group(), behind, settings.pipeline().topic()));
      }
      // What is parked has come that far, and waits in the target for other rows.
      String parked = table.names().parked();
      long waiting =
          awaitNone(PAUSE_MS, () -> one(target, "select count(*) from " + parked, Long.class));
      return waiting > 0
          ? SettleResult.notYet(
              "%,d changes wait in the target for other rows (%s)".formatted(waiting, parked))
          : new SettleResult(published, "");
    } catch (KafkaException | ExecutionException e) {
      throw failure(settings, e);
    }
  }

  /** Empty if the producer has not come so far when the time is over. */
  private Optional<Horizon> ofTriggers() throws ExecutionException, InterruptedException {
    // Before the snapshot: what the snapshot does not see, an earlier position does not cover.
    long floor = Coverage.floor(positions.newest());
    String snapshot = one(source, "select pg_current_snapshot()::text", String.class);
    return awaitNone(PAUSE_MS, () -> isPublished(snapshot, positions.newest()) ? 0 : 1) > 0
        ? Optional.empty()
        : Optional.of(new Horizon(snapshot, floor, Optional.empty()));
  }

  /** Empty if the slot has not come so far: all that a snapshot sees lies before the log's end. */
  private Optional<Horizon> ofLog() throws ExecutionException, InterruptedException {
    closeHorizon();
    atHorizon = new TableReader(source);
    long end = atHorizon.one("select pg_current_wal_insert_lsn() - '0/0'", row -> row.getLong(1));
    return awaitNone(LOG_PAUSE_MS, () -> end - doneInLog()) > 0
        ? Optional.empty()
        : Optional.of(new Horizon("", 0, Optional.of(atHorizon)));
  }

  private long doneInLog() {
    return source.with(
        connection -> {
          ReplicationSlot.mark(connection);
          return ReplicationSlot.of(connection, settings.slot().orElseThrow())
              .map(ReplicationSlot::done)
              .orElse(0L);
        });
  }

  private void closeHorizon() {
    if (atHorizon != null) {
      atHorizon.close();
    }
  }

  private interface Remaining {
    long read() throws ExecutionException, InterruptedException;
  }

  /** What there still is when the time is over; 0 as soon as there is nothing. */
  private long awaitNone(int pauseMs, Remaining remaining)
      throws ExecutionException, InterruptedException {
    long left = remaining.read();
    while (left > 0 && !isTimeOver()) {
      TimeUnit.MILLISECONDS.sleep(pauseMs);
      left = remaining.read();
    }
    return left;
  }

  /** True if all changes that the snapshot sees were published by the time of the position. */
  private boolean isPublished(String snapshot, Position position) {
    return source.with(connection -> Coverage.reaches(table, connection, position, snapshot));
  }

  private SettleResult unpublished() {
    if (settings.slot().isPresent()) {
      return SettleResult.notYet(
          "the log has not been published so far by who reads slot '%s'"
              .formatted(settings.slot().get()));
    }
    return SettleResult.notYet(
        positions.found()
            ? "producer '%s' has not published all changes".formatted(settings.producerId())
            : "producer '%s' has no position in topic %s; check --producer-id"
                .formatted(settings.producerId(), settings.positionTopic()));
  }

  /** By how many offsets the group's commits are short of these, which open transactions are in. */
  private long behind(Map<TopicPartition, Long> ends)
      throws ExecutionException, InterruptedException {
    Map<TopicPartition, Long> committed = GroupOffsets.of(admin, settings.pipeline().group());
    return ends.entrySet().stream()
        .mapToLong(end -> Math.max(0, end.getValue() - committed.getOrDefault(end.getKey(), 0L)))
        .sum();
  }

  private static <T> T one(Database side, String sql, Class<T> type) {
    try (TableReader reader = new TableReader(side)) {
      return reader.one(sql, row -> row.getObject(1, type));
    }
  }

  private static CdcException failure(Settings settings, Exception e) {
    return KafkaFailure.end(settings.pipeline().kafka(), "looking how far the pipeline is", e);
  }

  @Override
  public void close() {
    closeHorizon();
    if (positions != null) {
      positions.close();
    }
    admin.close();
  }
}
