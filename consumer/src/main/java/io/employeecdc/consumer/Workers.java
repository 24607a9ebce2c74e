package io.employeecdc.consumer;

import io.employeecdc.consumer.apply.ChangeApplier;
import io.employeecdc.consumer.apply.Target;
import io.employeecdc.consumer.deadletter.Brake;
import io.employeecdc.consumer.deadletter.DeadLetterTopic;
import io.employeecdc.consumer.decode.ChangeDecoder;
import io.employeecdc.consumer.decode.WriterSchemas;
import io.employeecdc.consumer.loop.ConsumerLoop;
import io.employeecdc.consumer.loop.LoopParts;
import io.employeecdc.consumer.loop.LoopSettings;
import io.employeecdc.consumer.loop.LoopTiming;
import io.employeecdc.consumer.loop.ParkedTopic;
import io.employeecdc.consumer.loop.WarmUp;
import io.employeecdc.consumer.metrics.ConsumerMetrics;
import io.employeecdc.consumer.parked.SettleSettings;
import io.employeecdc.consumer.parked.Settling;
import io.employeecdc.consumer.target.IncompleteRows;
import io.employeecdc.consumer.target.LedgerRetention;
import io.employeecdc.consumer.target.TargetCheck;
import io.employeecdc.contract.Names;
import io.employeecdc.contract.Registry;
import io.employeecdc.runtime.management.Progress;
import io.employeecdc.runtime.service.Backoff;
import io.employeecdc.runtime.service.Housekeeping;
import io.employeecdc.runtime.service.Shutdown;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What works side by side, each on a thread of its own: the loops, settling of what is parked, and
 * housekeeping in the target.
 */
final class Workers {
  private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

  private static final Duration SETTLE_EVERY = Duration.ofMillis(20);
  private static final Duration VERIFY_EVERY = Duration.ofSeconds(20);

  private final ConsumerSettings settings;
  private final Target target;
  private final TargetCheck check;
  private final WriterSchemas schemas;
  private final ConsumerMetrics counters;
  private final MeterRegistry meters;
  private final Brake brake;
  private final ChangeApplier applier;
  private final Clock clock = Clock.systemUTC();

  /** Makes this process's transactions its own: another one's must not be fenced by them. */
  private final UUID process = UUID.randomUUID();

  Workers(
      ConsumerSettings settings,
      Target target,
      Registry registry,
      ConsumerMetrics counters,
      MeterRegistry meters) {
    this.settings = settings;
    this.target = target;
    this.check = new TargetCheck(target);
    this.schemas =
        new WriterSchemas(
            registry, Names.valueSubject(settings.topic()), settings.contract(), counters::met);
    this.counters = counters;
    this.meters = meters;
    this.applier = new ChangeApplier(target);
    this.brake = new Brake(settings.deadLetterLimit(), clock);
    counters.watch(brake);
  }

  /**
   * Works until the process is to stop.
   *
   * @param progress of each loop
   * @param topicId given by the brokers when the topic was made
   */
  void run(Shutdown shutdown, List<Progress> progress, String topicId) {
    String id = "%s-dlq-parked-%s".formatted(settings.group(), process);
    IncompleteRows incomplete = new IncompleteRows(target);
    try (DeadLetterTopic letters = letters(id)) {
      Settling settling =
          new Settling(
              target,
              new SettleSettings(settings.topic(), settings.parkFor(), settings.mostParked()),
              new ParkedTopic(settings.kafka(), settings.topic(), id, letters, counters),
              brake,
              counters::settled,
              clock);
      try (Housekeeping parked =
              new Housekeeping("settling of parked changes", SETTLE_EVERY, settling::step);
          Housekeeping retention =
              new LedgerRetention(target, settings.ledgerRetention()).schedule();
          Housekeeping expectations =
              new Housekeeping(
                  "check of the target",
                  VERIFY_EVERY,
                  () -> {
                    check.verify();
                    counters.incomplete(incomplete.countInTime());
                    return false;
                  })) {
        List.of(parked, retention, expectations).forEach(one -> one.start(shutdown));
        WarmUp.run(
            settings(0, topicId), new ChangeDecoder(schemas), ChangeApplier.rehearsal(target));
        new ConsumerThreads(shutdown, settings.threads())
            .run(i -> loop(i, topicId, settling, progress.get(i)));
      }
    } finally {
      LOG.info("Stopped: {}", counters.summary());
    }
  }

  /** The loop of a thread, with the clients that are its own. */
  private ConsumerLoop loop(int number, String topicId, Settling settling, Progress progress) {
    return ConsumerLoop.open(
        settings(number, topicId),
        new LoopParts(
            new ChangeDecoder(schemas),
            applier,
            settings.target(),
            letters("%s-dlq-%s-%d".formatted(settings.group(), process, number)),
            settling,
            brake,
            counters,
            check),
        new LoopTiming(clock, progress, new Backoff()),
        meters);
  }

  private LoopSettings settings(int number, String topicId) {
    return new LoopSettings(
        settings.kafka().forThread(number),
        settings.topic(),
        topicId,
        settings.group(),
        settings.group() + "-" + number,
        settings.batchSize(),
        settings.onOutage());
  }

  private DeadLetterTopic letters(String transactionalId) {
    return new DeadLetterTopic(
        settings.kafka(), settings.deadLetterTopic(), settings.group(), transactionalId, clock);
  }
}
