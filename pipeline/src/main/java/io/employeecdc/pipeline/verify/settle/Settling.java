package io.employeecdc.pipeline.verify.settle;

import io.employeecdc.contract.table.CapturedTable;
import io.employeecdc.producer.capture.Coverage;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.kafka.KafkaFailure;
import io.employeecdc.runtime.kafka.TopicCheck;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Waits for the pipeline: a snapshot of the source is taken; when the producer's position has
 * passed all changes that it sees, they are in the topic before its end; when the group has
 * committed up to that end, they have taken effect, are dead letters, or are parked in the target.
 */
public final class Settling implements AutoCloseable {
  private static final int PAUSE_MS = 20;

  private final SettleSettings settings;
  private final SourceHorizon source;
  private final PositionFollower positions;
  private final GroupOffsets group;

  private Settling(
      SettleSettings settings,
      SourceHorizon source,
      PositionFollower positions,
      GroupOffsets group) {
    this.settings = settings;
    this.source = source;
    this.positions = positions;
    this.group = group;
  }

  /**
   * Connects to Kafka.
   *
   * @param source one connection is used now and then
   * @throws CdcException if Kafka does not answer, refuses, or does not have the topics
   */
  public static Settling open(SettleSettings settings, CapturedTable table, DataSource source) {
    try {
      TopicCheck.require(settings.kafka(), List.of(settings.topic(), settings.positionTopic()));
    } catch (CdcException e) {
      throw new CdcException(
          e.exitCode(),
          "whether changes are on their way cannot be told: "
              + e.getMessage()
              + "; or compare once, without Kafka, with --settle 0",
          e);
    }
    try {
      PositionFollower positions = PositionFollower.open(settings);
      return new Settling(
          settings, new SourceHorizon(table, source), positions, GroupOffsets.open(settings));
    } catch (KafkaException e) {
      throw failure(settings, e);
    }
  }

  /**
   * Waits until all that is committed in the source now has been through the pipeline.
   *
   * @throws SQLException from the source
   */
  public Settled settle(Deadline deadline) throws SQLException, InterruptedException {
    try {
      // Before the snapshot: what the snapshot does not see, an earlier position does not cover.
      long floor = Coverage.floor(positions.newest());
      String snapshot = source.snapshot();
      while (!source.isPublished(snapshot, positions.newest())) {
        if (deadline.isOver()) {
          return new Settled.NotYet(unpublished());
        }
      }
      Map<TopicPartition, Long> ends = group.ends();
      for (long behind = group.behind(ends); behind > 0; behind = group.behind(ends)) {
        if (deadline.isOver()) {
          return new Settled.NotYet(
              "group '%s' is %,d offsets behind in topic %s"
                  .formatted(settings.group(), behind, settings.topic()));
        }
        TimeUnit.MILLISECONDS.sleep(PAUSE_MS);
      }
      return new Settled.Through(new Horizon(snapshot, floor));
    } catch (KafkaException e) {
      throw failure(settings, e);
    }
  }

  private String unpublished() {
    return positions.found()
        ? "producer '%s' has not published all changes".formatted(settings.producerId())
        : "producer '%s' has no position in topic %s; check --producer-id"
            .formatted(settings.producerId(), settings.positionTopic());
  }

  private static CdcException failure(SettleSettings settings, KafkaException e) {
    return KafkaFailure.fatal(settings.kafka(), "looking how far the pipeline is", e)
        .orElseGet(
            () ->
                new CdcException(
                    ExitCode.UNEXPECTED,
                    "looking how far the pipeline is: " + e.getClass().getSimpleName(),
                    e));
  }

  @Override
  public void close() {
    positions.close();
    group.close();
  }
}
