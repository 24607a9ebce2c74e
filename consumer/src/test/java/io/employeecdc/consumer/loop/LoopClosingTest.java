package io.employeecdc.consumer.loop;

import static io.employeecdc.consumer.testing.Changes.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.employeecdc.consumer.deadletter.DeadLetterTopic;
import io.employeecdc.consumer.metrics.ConsumerMetrics;
import io.employeecdc.consumer.testing.TestLoop;
import io.employeecdc.consumer.testing.TestTarget;
import io.employeecdc.consumer.testing.TestTopics;
import io.employeecdc.runtime.management.Progress;
import io.employeecdc.runtime.service.Backoff;
import io.employeecdc.schema.Action;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A loop commits, then leaves its group, and its dead letters' producer goes in any case. */
@Tag("servers")
class LoopClosingTest {
  private final TestTopics topics = new TestTopics(1);

  @AfterEach
  void close() {
    topics.close();
  }

  @Test
  void who_goes_commits_what_is_done_before_it_leaves_the_group() throws Exception {
    // No time passes, so no commit but the first is due.
    Clock still = Clock.fixed(Instant.now(), ZoneOffset.UTC);
    try (TestTarget target = new TestTarget()) {
      try (TestLoop loop = new TestLoop(topics, target, OnOutage.PAUSE, still)) {
        topics.write(1, Action.INSERT, 1, row("Rome"));
        loop.consume(1);
        topics.write(1, Action.UPDATE, 2, row("Oslo"));
        loop.consume(2);
        assertThat(topics.readers().uncommitted()).isPositive();
      }
    }
    assertThat(topics.readers().uncommitted()).isZero();
    assertThat(topics.readers().owners()).isEmpty();
  }

  @Test
  void a_consumer_that_does_not_close_leaves_no_producer_of_letters_behind() throws Exception {
    String id = "closing-" + UUID.randomUUID();
    Clock clock = Clock.systemUTC();
    DeadLetterTopic letters =
        new DeadLetterTopic(topics.kafka(), topics.deadLetterTopic(), topics.group(), id, clock);
    letters.settle();
    MockConsumer<byte[], byte[]> stuck =
        new MockConsumer<>("none") {
          @Override
          public synchronized void close(CloseOptions options) {
            throw new KafkaException("no answer");
          }
        };
    ConsumerLoop loop =
        new ConsumerLoop(
            new LoopSettings(
                topics.kafka(), topics.topic(), "", topics.group(), id, 1, OnOutage.PAUSE),
            stuck,
            new LoopParts(
                null,
                null,
                null,
                letters,
                null,
                null,
                new ConsumerMetrics(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), "1"),
                null),
            new LoopTiming(clock, new Progress(Duration.ofMinutes(1)), new Backoff()),
            new SimpleMeterRegistry());
    assertThat(threads(id)).isNotEmpty();

    assertThatThrownBy(loop::close).isInstanceOf(KafkaException.class);

    assertThat(threads(id)).isEmpty();
  }

  private static Stream<String> threads(String of) {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.contains(of));
  }
}
