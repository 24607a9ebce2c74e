package io.employeecdc.operations.exporter;

import io.employeecdc.operations.cluster.ClusterProbe;
import io.employeecdc.runtime.failure.ErrorCode;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.kafka.KafkaFailure;
import io.employeecdc.runtime.kafka.KafkaOptions;
import io.employeecdc.runtime.kafka.KafkaSettings;
import io.employeecdc.runtime.logging.Coded;
import io.employeecdc.runtime.logging.LogOption;
import io.employeecdc.runtime.logging.StartSummary;
import io.employeecdc.runtime.management.ManagementOption;
import io.employeecdc.runtime.management.ManagementServer;
import io.employeecdc.runtime.management.Metrics;
import io.employeecdc.runtime.management.Progress;
import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.runtime.options.OptionsCommand;
import io.employeecdc.runtime.service.Shutdown;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * Asks every few seconds, not at each scrape: so brokers that take long, or two Prometheus, cost no
 * more. While the brokers do not answer it shows nothing of them, rather than what was, and is not
 * ready; a refusal ends it.
 */
@Command(
    name = "kafka-exporter",
    description = {
      "Show brokers, topics and groups as metrics for Prometheus, under the names of kafka_exporter.",
      "Topics and groups that its user may not describe are not shown."
    })
public final class ExporterCommand extends OptionsCommand<ExporterCommand.Settings> {
  private static final Logger LOG = LoggerFactory.getLogger(ExporterCommand.class);
  private static final Duration EVERY = Duration.ofSeconds(2);

  /** There is nothing that could be lost. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  /** The longest look: each of its questions has a time limit. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Mixin KafkaOptions kafka = new KafkaOptions();
  @Mixin ManagementOption management = new ManagementOption();
  @Mixin LogOption log = new LogOption();

  private final ClusterMetrics cluster = new ClusterMetrics();
  private final Progress progress = new Progress(PATIENCE);
  private boolean silent;

  record Settings(KafkaSettings kafka, InetSocketAddress management) {}

  @Override
  protected Settings read(OptionReader options) {
    log.apply(options);
    return new Settings(kafka.read(options), management.read(options));
  }

  @Override
  protected ExitCode run(Settings settings) throws InterruptedException {
    try (Shutdown shutdown = Shutdown.onSignal(GRACE);
        Metrics metrics = new Metrics("kafka-exporter");
        ClusterProbe probe = ClusterProbe.open(settings.kafka(), "kafka-exporter")) {
      metrics.registry().getPrometheusRegistry().register(cluster);
      // Before anybody can ask: who is refused was never up.
      lookOnce(settings.kafka(), probe);
      try (ManagementServer management =
          ManagementServer.start(
              settings.management(), metrics.registry(), List.of(progress), shutdown)) {
        management.started();
        new StartSummary("kafka-exporter")
            .with("kafka", settings.kafka())
            .with("management port", management.port())
            .log(LOG);
        while (!shutdown.pause(EVERY)) {
          lookOnce(settings.kafka(), probe);
        }
        return ExitCode.DONE;
      }
    }
  }

  private void lookOnce(KafkaSettings kafka, ClusterProbe probe) throws InterruptedException {
    try {
      cluster.show(probe.brokers(), probe.ask());
      progress.done();
      silent = false;
    } catch (ExecutionException e) {
      Throwable cause = KafkaFailure.unwrap(e);
      if (KafkaFailure.isPermanent(cause)) {
        throw KafkaFailure.fatal(kafka, "looking at the cluster", e).orElseThrow();
      }
      progress.waiting("Kafka (" + kafka + ")");
      if (!silent) {
        Coded.warn(
            LOG,
            ErrorCode.KAFKA_UNREACHABLE,
            "cannot look at the cluster at Kafka ({}): {}; check --bootstrap-servers",
            kafka,
            cause.getClass().getSimpleName());
      }
      silent = true;
      cluster.showNothing();
    }
  }
}
