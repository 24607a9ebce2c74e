package io.employeecdc.consumer;

import io.employeecdc.consumer.apply.ChangeApplier;
import io.employeecdc.consumer.deadletter.Brake;
import io.employeecdc.consumer.deadletter.DeadLetterSettings;
import io.employeecdc.consumer.deadletter.DeadLetterTopic;
import io.employeecdc.consumer.decode.ChangeDecoder;
import io.employeecdc.consumer.decode.WriterSchemas;
import io.employeecdc.consumer.failure.FailureTranslation;
import io.employeecdc.consumer.loop.ConsumerLoop;
import io.employeecdc.consumer.loop.LoopParts;
import io.employeecdc.consumer.loop.LoopSettings;
import io.employeecdc.consumer.loop.LoopTiming;
import io.employeecdc.consumer.metrics.ConsumerMetrics;
import io.employeecdc.consumer.parked.Settling;
import io.employeecdc.runtime.management.Progress;
import io.employeecdc.runtime.service.Backoff;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.function.IntFunction;

/** Makes the loop of each thread, with the clients that are its own. */
final class Loops implements IntFunction<ConsumerLoop> {
  private final ConsumerSettings settings;
  private final String topicId;
  private final ChangeApplier applier;
  private final Settling settling;
  private final WriterSchemas schemas;
  private final Brake brake;
  private final ConsumerMetrics metrics;
  private final MeterRegistry meters;
  private final List<Progress> progress;
  private final FailureTranslation.Step recheck;

  /** Makes this process's transactions its own: another one's must not be fenced by them. */
  private final UUID process = UUID.randomUUID();

  Loops(
      ConsumerSettings settings,
      String topicId,
      ChangeApplier applier,
      Settling settling,
      WriterSchemas schemas,
      Brake brake,
      ConsumerMetrics metrics,
      MeterRegistry meters,
      List<Progress> progress,
      FailureTranslation.Step recheck) {
    this.settings = settings;
    this.topicId = topicId;
    this.applier = applier;
    this.settling = settling;
    this.schemas = schemas;
    this.brake = brake;
    this.metrics = metrics;
    this.meters = meters;
    this.progress = progress;
    this.recheck = recheck;
  }

  @Override
  public ConsumerLoop apply(int number) {
    Clock clock = Clock.systemUTC();
    LoopSettings loop =
        new LoopSettings(
            settings.kafka().forThread(number),
            settings.topic(),
            topicId,
            settings.group(),
            settings.group() + "-" + number,
            settings.batchSize(),
            settings.onOutage());
    DeadLetterSettings letters =
        new DeadLetterSettings(
            settings.kafka(),
            settings.deadLetterTopic(),
            settings.group(),
            "%s-dlq-%s-%d".formatted(settings.group(), process, number));
    return ConsumerLoop.open(
        loop,
        new LoopParts(
            new ChangeDecoder(schemas),
            applier,
            settings.target(),
            new DeadLetterTopic(letters, clock),
            settling,
            brake,
            metrics,
            recheck),
        new LoopTiming(clock, progress.get(number), new Backoff()),
        meters);
  }
}
