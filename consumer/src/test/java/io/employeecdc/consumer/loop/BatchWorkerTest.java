package io.employeecdc.consumer.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.employeecdc.consumer.apply.ChangeApplier;
import io.employeecdc.consumer.apply.Target;
import io.employeecdc.consumer.deadletter.Brake;
import io.employeecdc.consumer.failure.OutageException;
import io.employeecdc.consumer.metrics.ConsumerMetrics;
import io.employeecdc.consumer.target.TargetCheck;
import io.employeecdc.consumer.testing.Changes;
import io.employeecdc.consumer.testing.TestTarget;
import io.employeecdc.consumer.testing.TestTopics;
import io.employeecdc.runtime.kafka.KafkaSettings;
import io.employeecdc.runtime.management.Progress;
import io.employeecdc.runtime.service.Backoff;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class BatchWorkerTest {
  private static final TopicPartition LOST = new TopicPartition("changes", 0);
  private static final TopicPartition QUIET = new TopicPartition("changes", 1);

  private final TestTarget target = new TestTarget();
  private final MockConsumer<byte[], byte[]> group = new MockConsumer<>("none");
  private final PollWhileBusy thread = new PollWhileBusy("test-apply", () -> {});
  private final BatchWorker worker = worker();

  @AfterEach
  void close() {
    thread.close();
    target.close();
  }

  @Test
  void a_partition_that_moved_in_an_outage_is_told_though_all_with_records_went() throws Exception {
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>("changes", 0, 0, TestTopics.key(1), null);
    target.readOnly(true);
    worker.take(new Polled(List.of(record), Map.of(LOST, at(1), QUIET, at(7))));
    assertThatThrownBy(() -> worker.work(false)).isInstanceOf(OutageException.class);
    worker.lose(List.of(LOST));
    assertThatThrownBy(() -> worker.work(false)).isInstanceOf(OutageException.class);

    target.readOnly(false);
    worker.work(true);

    assertThat(
            target.column(
                "select partition || ' ' || next_offset from applied_offsets where partition >= 0"))
        .containsExactly("1 7");
  }

  private static OffsetAndMetadata at(long offset) {
    return new OffsetAndMetadata(offset);
  }

  private BatchWorker worker() {
    Clock clock = Clock.systemUTC();
    ConsumerMetrics metrics =
        new ConsumerMetrics(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), "1");
    return new BatchWorker(
        group,
        new LoopSettings(
            new KafkaSettings("127.0.0.1:1", Map.of()),
            "changes",
            "id",
            "group",
            "test",
            100,
            OnOutage.PAUSE),
        new LoopParts(
            null,
            new ChangeApplier(new Target(target.pool(), Changes.VERSIONS)),
            target.settings(),
            null,
            null,
            new Brake(Optional.empty(), clock),
            metrics,
            new TargetCheck(new Target(target.pool(), Changes.VERSIONS))),
        new LoopTiming(clock, new Progress(Duration.ofMinutes(1)), new Backoff()),
        thread,
        new OutcomeCommitter(group, null, metrics, clock));
  }
}
