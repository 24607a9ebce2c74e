package io.employeecdc.consumer;

import com.zaxxer.hikari.HikariDataSource;
import io.employeecdc.consumer.apply.AppliedOffsets;
import io.employeecdc.consumer.apply.Target;
import io.employeecdc.consumer.deadletter.DeadLetterLimit;
import io.employeecdc.consumer.metrics.ConsumerMetrics;
import io.employeecdc.contract.Registry;
import io.employeecdc.runtime.certificate.CertificateWatch;
import io.employeecdc.runtime.certificate.TlsPeer;
import io.employeecdc.runtime.database.DataSources;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.kafka.TopicExpectations;
import io.employeecdc.runtime.kafka.TopicRole;
import io.employeecdc.runtime.logging.StartSummary;
import io.employeecdc.runtime.management.ManagementServer;
import io.employeecdc.runtime.management.Metrics;
import io.employeecdc.runtime.management.Progress;
import io.employeecdc.runtime.options.Commands;
import io.employeecdc.runtime.options.Durations;
import io.employeecdc.runtime.service.Housekeeping;
import io.employeecdc.runtime.service.Shutdown;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The consumer as a process: options, clients, loops, shutdown. */
public final class ConsumerMain {
  private static final Logger LOG = LoggerFactory.getLogger(ConsumerMain.class);

  /** A batch and its way out of the group; beyond it the process is gone anyway. */
  private static final Duration GRACE = Duration.ofSeconds(25);

  /** A round of a loop takes at most what a hanging database is waited for, and a little. */
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private ConsumerMain() {}

  /** The entry point of the container. */
  public static void main(String... arguments) {
    Commands.main(new ConsumerCommand(), arguments);
  }

  static ExitCode run(ConsumerSettings settings) throws IOException {
    List<Progress> progress =
        Stream.generate(() -> new Progress(PATIENCE)).limit(settings.threads()).toList();
    try (Shutdown shutdown = Shutdown.onSignal(GRACE);
        Metrics metrics = new Metrics("consumer");
        Registry registry = settings.registry().open();
        // Before the checks: who waits for the registry can be asked why it is not ready.
        ManagementServer management =
            ManagementServer.start(settings.management(), metrics.registry(), progress, shutdown)) {
      metrics.worksOn(settings.topic(), settings.group());
      work(settings, registry, metrics.registry(), progress, management, shutdown);
      return ExitCode.DONE;
    }
  }

  private static void work(
      ConsumerSettings settings,
      Registry registry,
      PrometheusMeterRegistry meters,
      List<Progress> progress,
      ManagementServer management,
      Shutdown shutdown) {
    int newest = settings.contract().released().newest().number();
    try (HikariDataSource target =
            DataSources.pool(settings.target(), settings.threads() + 2, Target.SESSION, meters);
        TopicExpectations topics =
            new TopicExpectations(
                settings.kafka(),
                Map.of(
                    settings.topic(),
                    TopicRole.CHANGES,
                    settings.deadLetterTopic(),
                    TopicRole.DEAD_LETTERS));
        Housekeeping certificates =
            new CertificateWatch(
                    TlsPeer.of(settings.kafka(), settings.registry(), settings.target()), meters)
                .schedule()) {
      ConsumerMetrics counters = new ConsumerMetrics(meters, String.valueOf(newest));
      certificates.startNow(shutdown);
      Target table = new Target(target, settings.contract().versions());
      StartChecks.Found found = StartChecks.run(settings, table, topics, registry, shutdown);
      management.started();
      describe(settings, found.schema(), newest, management.port()).log(LOG);
      try (Housekeeping topicCheck =
          topics.schedule(
              now ->
                  AppliedOffsets.requireSame(
                      settings.topic(),
                      found.topicId(),
                      now.get(settings.topic()).topicId().toString()))) {
        topicCheck.start(shutdown);
        new Workers(settings, table, registry, counters, meters)
            .run(shutdown, progress, found.topicId());
      }
    }
  }

  private static StartSummary describe(
      ConsumerSettings settings, String targetSchema, int newest, int managementPort) {
    return new StartSummary("consumer")
        .with("group", settings.group())
        .with("kafka", settings.kafka())
        .with("topic", settings.topic())
        .with("dead letters to", settings.deadLetterTopic())
        .with(
            "dead letters at most",
            settings.deadLetterLimit().map(DeadLetterLimit::toString).orElse("all"))
        .with("registry", settings.registry())
        .with(
            "built for",
            "schema version %d, reads %s"
                .formatted(newest, newest == 1 ? "version 1" : "versions 1 to " + newest))
        .with("target", settings.target())
        .with("target schema", targetSchema)
        .with("on outage", settings.onOutage().name().toLowerCase(Locale.ROOT))
        .with("threads", settings.threads())
        .with("batch size", settings.batchSize())
        .with("parked for", Durations.show(settings.parkFor()))
        .with("parked at most", settings.mostParked())
        .with("ledger retention", Durations.show(settings.ledgerRetention()))
        .with("management port", managementPort);
  }
}
