package io.employeecdc.consumer;

import io.employeecdc.consumer.apply.Target;
import io.employeecdc.consumer.deadletter.Brake;
import io.employeecdc.consumer.deadletter.DeadLetterSettings;
import io.employeecdc.consumer.deadletter.DeadLetterTopic;
import io.employeecdc.consumer.loop.ParkedTopic;
import io.employeecdc.consumer.metrics.ConsumerMetrics;
import io.employeecdc.consumer.parked.SettleSettings;
import io.employeecdc.consumer.parked.Settling;
import io.employeecdc.runtime.service.Housekeeping;
import io.employeecdc.runtime.service.Shutdown;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;

/** Settling on a thread of its own, with the clients that are its own. */
final class ParkedChanges implements AutoCloseable {
  private static final Duration EVERY = Duration.ofMillis(20);

  private final Settling settling;
  private final DeadLetterTopic letters;
  private final Housekeeping thread;

  private ParkedChanges(Settling settling, DeadLetterTopic letters) {
    this.settling = settling;
    this.letters = letters;
    this.thread = new Housekeeping("settling of parked changes", EVERY, settling::step);
  }

  static ParkedChanges of(
      ConsumerSettings settings, Target target, Brake brake, ConsumerMetrics metrics) {
    Clock clock = Clock.systemUTC();
    String id = "%s-dlq-parked-%s".formatted(settings.group(), UUID.randomUUID());
    DeadLetterTopic letters =
        new DeadLetterTopic(
            new DeadLetterSettings(
                settings.kafka(), settings.deadLetterTopic(), settings.group(), id),
            clock);
    return new ParkedChanges(
        new Settling(
            target,
            new SettleSettings(settings.topic(), settings.parkFor(), settings.mostParked()),
            new ParkedTopic(settings.kafka(), settings.topic(), id, letters, metrics),
            brake,
            metrics::settled,
            clock),
        letters);
  }

  Settling settling() {
    return settling;
  }

  void start(Shutdown service) {
    thread.start(service);
  }

  @Override
  public void close() {
    try {
      thread.close();
    } finally {
      letters.close();
    }
  }
}
