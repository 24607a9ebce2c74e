package io.employeecdc.pipeline.exporter;

import io.employeecdc.runtime.failure.ErrorCode;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.kafka.KafkaFailure;
import io.employeecdc.runtime.kafka.KafkaSettings;
import io.employeecdc.runtime.logging.Coded;
import io.employeecdc.runtime.logging.StartSummary;
import io.employeecdc.runtime.management.ManagementServer;
import io.employeecdc.runtime.management.Metrics;
import io.employeecdc.runtime.management.Progress;
import io.employeecdc.runtime.service.Shutdown;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The exporter as a process. It asks every few seconds, not at each scrape: so brokers that take
 * long, or two Prometheus, cost no more. While the brokers do not answer it shows nothing of them,
 * rather than what was, and is not ready; a refusal ends it.
 */
final class Exporter {
  private static final Logger LOG = LoggerFactory.getLogger(Exporter.class);
  private static final Duration EVERY = Duration.ofSeconds(2);

  /** There is nothing that could be lost. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  /** The longest look: each of its questions has a time limit. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final KafkaSettings kafka;
  private final ClusterProbe probe;
  private final ClusterMetrics metrics;
  private final Progress progress;
  private boolean silent;

  private Exporter(
      KafkaSettings kafka, ClusterProbe probe, ClusterMetrics metrics, Progress progress) {
    this.kafka = kafka;
    this.probe = probe;
    this.metrics = metrics;
    this.progress = progress;
  }

  static ExitCode run(ExporterCommand.Settings settings) throws InterruptedException {
    Progress progress = new Progress(PATIENCE);
    ClusterMetrics cluster = new ClusterMetrics();
    try (Shutdown shutdown = Shutdown.onSignal(GRACE);
        Metrics metrics = new Metrics("kafka-exporter");
        ClusterProbe probe = ClusterProbe.open(settings.kafka())) {
      metrics.registry().getPrometheusRegistry().register(cluster);
      Exporter exporter = new Exporter(settings.kafka(), probe, cluster, progress);
      // Before anybody can ask: who is refused was never up.
      exporter.lookOnce();
      try (ManagementServer management =
          ManagementServer.start(
              settings.management(), metrics.registry(), List.of(progress), shutdown)) {
        management.started();
        new StartSummary("kafka-exporter")
            .with("kafka", settings.kafka())
            .with("management port", management.port())
            .log(LOG);
        while (!shutdown.pause(EVERY)) {
          exporter.lookOnce();
        }
        return ExitCode.DONE;
      }
    }
  }

  private void lookOnce() throws InterruptedException {
    try {
      metrics.show(probe.ask());
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
      metrics.showNothing();
    }
  }
}
