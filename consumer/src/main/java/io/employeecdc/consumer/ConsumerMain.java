package io.employeecdc.consumer;

import com.zaxxer.hikari.HikariDataSource;
import io.employeecdc.consumer.apply.ChangeApplier;
import io.employeecdc.consumer.deadletter.Brake;
import io.employeecdc.consumer.deadletter.DeadLetterLimit;
import io.employeecdc.consumer.decode.BuiltSchema;
import io.employeecdc.consumer.decode.WriterSchemas;
import io.employeecdc.consumer.metrics.PrometheusMetrics;
import io.employeecdc.consumer.retention.LedgerRetention;
import io.employeecdc.contract.Names;
import io.employeecdc.contract.Registry;
import io.employeecdc.runtime.database.DataSources;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.management.ManagementServer;
import io.employeecdc.runtime.management.Metrics;
import io.employeecdc.runtime.management.Progress;
import io.employeecdc.runtime.options.Commands;
import io.employeecdc.runtime.service.Housekeeping;
import io.employeecdc.runtime.service.Shutdown;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
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
    System.exit(Commands.execute(new ConsumerCommand(), System.getenv(), arguments));
  }

  static ExitCode run(ConsumerSettings settings) {
    try (Shutdown shutdown = Shutdown.onSignal(GRACE);
        Metrics metrics = new Metrics("consumer");
        Registry registry = Registry.at(settings.registry().url(), settings.registry().security());
        HikariDataSource target =
            DataSources.pool(
                settings.target(),
                settings.threads() + 1,
                TargetSession.LIMITS,
                metrics.registry())) {
      StartChecks.run(settings, target, registry, shutdown);
      BuiltSchema built = BuiltSchema.ofThisBuild();
      PrometheusMetrics counters = new PrometheusMetrics(metrics.registry(), built.version());
      WriterSchemas schemas =
          new WriterSchemas(registry, Names.valueSubject(settings.topic()), built, counters::met);
      Brake brake = Brake.of(settings.deadLetterLimit(), Clock.systemUTC());
      counters.watch(brake);
      List<Progress> progress =
          Stream.generate(() -> new Progress(Clock.systemUTC(), PATIENCE))
              .limit(settings.threads())
              .toList();
      try (ManagementServer management =
              ManagementServer.start(settings.management(), metrics.registry(), progress);
          Housekeeping retention =
              new LedgerRetention(target, settings.ledgerRetention()).schedule()) {
        retention.start();
        LOG.info("{}", describe(settings, built, management.port()));
        Loops loops =
            new Loops(
                settings,
                new ChangeApplier(target),
                schemas,
                brake,
                counters,
                metrics.registry(),
                progress);
        new ConsumerThreads(shutdown).run(settings.threads(), loops);
      } finally {
        LOG.info("Stopped: {}", counters.summary());
      }
      return ExitCode.DONE;
    } catch (IOException e) {
      throw new IllegalStateException("the registry's client did not close", e);
    }
  }

  private static String describe(ConsumerSettings settings, BuiltSchema built, int managementPort) {
    return "Applying %s (group %s, dead letters to %s) from %s to %s: built for %s; %d threads, batches of %d, on outage %s, dead letters at most %s; metrics on port %d"
        .formatted(
            settings.topic(),
            settings.group(),
            settings.deadLetterTopic(),
            settings.kafka(),
            settings.target(),
            built.describe(),
            settings.threads(),
            settings.batchSize(),
            settings.onOutage().name().toLowerCase(java.util.Locale.ROOT),
            settings.deadLetterLimit().map(DeadLetterLimit::toString).orElse("all"),
            managementPort);
  }
}
