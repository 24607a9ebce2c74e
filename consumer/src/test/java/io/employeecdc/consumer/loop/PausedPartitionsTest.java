package io.employeecdc.consumer.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.consumer.apply.ChangeApplier;
import io.employeecdc.consumer.apply.Target;
import io.employeecdc.consumer.deadletter.Brake;
import io.employeecdc.consumer.metrics.ConsumerMetrics;
import io.employeecdc.consumer.target.TargetCheck;
import io.employeecdc.consumer.testing.Changes;
import io.employeecdc.consumer.testing.FastForwardClock;
import io.employeecdc.consumer.testing.TestTarget;
import io.employeecdc.consumer.testing.TestTopics;
import io.employeecdc.runtime.kafka.KafkaSettings;
import io.employeecdc.runtime.management.Progress;
import io.employeecdc.runtime.service.Backoff;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** While a batch waits for the target, its consumer takes part in rebalances. */
@Tag("servers")
class PausedPartitionsTest {
  private static final TopicPartition ONE = new TopicPartition("changes", 0);
  private static final TopicPartition OTHER = new TopicPartition("changes", 1);

  private final TestTarget target = new TestTarget();
  private final FastForwardClock clock = new FastForwardClock();
  private final PrometheusMeterRegistry meters =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final MockConsumer<byte[], byte[]> group =
      new MockConsumer<>("earliest") {
        @Override
        public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
            Map<TopicPartition, Long> times, Duration timeout) {
          return Map.of();
        }

        /** As of the real one, of those that are assigned. */
        @Override
        public synchronized Set<TopicPartition> paused() {
          Set<TopicPartition> paused = new HashSet<>(super.paused());
          paused.retainAll(assignment());
          return paused;
        }
      };
  private final ConsumerLoop loop = loop();

  @AfterEach
  void close() {
    loop.finish();
    target.close();
  }

  @Test
  void a_partition_that_comes_hands_out_nothing_before_the_batch_is_done() throws SQLException {
    group.updateBeginningOffsets(Map.of(ONE, 0L, OTHER, 0L));
    group.updateEndOffsets(Map.of(ONE, 1L, OTHER, 1L));
    target.readOnly(true);
    comes(ONE, List.of(ONE));
    loop.pollOnce();
    assertThat(paused()).containsExactly(1, 1);

    comes(OTHER, List.of(ONE, OTHER));
    loop.pollOnce();
    assertThat(paused()).containsExactly(1, 2);

    target.readOnly(false);
    clock.forward(Duration.ofMinutes(1));
    loop.pollOnce();
    assertThat(paused()).containsExactly(0, 0);
    loop.pollOnce();
    assertThat(
            target.column(
                "select partition || ' ' || next_offset from applied_offsets where partition >= 0"
                    + " order by 1"))
        .containsExactly("0 1", "1 1");
  }

  @Test
  void a_partition_that_goes_is_paused_no_more() throws SQLException {
    group.updateBeginningOffsets(Map.of(ONE, 0L));
    group.updateEndOffsets(Map.of(ONE, 1L));
    target.readOnly(true);
    comes(ONE, List.of(ONE));
    loop.pollOnce();

    group.schedulePollTask(() -> group.rebalance(List.of()));
    loop.pollOnce();
    loop.pollOnce();
    assertThat(paused()).containsExactly(0, 0);
  }

  /** A tombstone arrives in a partition, right after the partitions are ours. */
  private void comes(TopicPartition partition, List<TopicPartition> ours) {
    group.schedulePollTask(
        () -> {
          group.rebalance(ours);
          group.addRecord(
              new ConsumerRecord<>("changes", partition.partition(), 0, TestTopics.key(1), null));
        });
  }

  /** Threads and partitions, as the metrics say. */
  private List<Integer> paused() {
    return List.of(
        (int) meters.get("cdc.paused").gauge().value(),
        (int) meters.get("cdc.paused.partitions").gauge().value());
  }

  private ConsumerLoop loop() {
    Target table = new Target(target.pool(), Changes.VERSIONS);
    return new ConsumerLoop(
        new LoopSettings(
            new KafkaSettings("127.0.0.1:1", Map.of()),
            "changes",
            "id",
            "group",
            "test",
            100,
            OnOutage.PAUSE),
        group,
        new LoopParts(
            null,
            new ChangeApplier(table),
            target.settings(),
            null,
            null,
            new Brake(Optional.empty(), clock),
            new ConsumerMetrics(meters, "1"),
            new TargetCheck(table)),
        new LoopTiming(clock, new Progress(Duration.ofMinutes(1)), new Backoff()),
        new SimpleMeterRegistry());
  }
}
