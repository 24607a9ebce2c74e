package io.employeecdc.producer;

import com.zaxxer.hikari.HikariDataSource;
import io.employeecdc.contract.table.RowVersions;
import io.employeecdc.producer.capture.Capture;
import io.employeecdc.producer.capture.CaptureCheck;
import io.employeecdc.producer.publish.Publishers;
import io.employeecdc.producer.retention.Retention;
import io.employeecdc.producer.watch.GroupWatch;
import io.employeecdc.producer.watch.TransactionWatch;
import io.employeecdc.runtime.certificate.CertificateWatch;
import io.employeecdc.runtime.certificate.TlsPeer;
import io.employeecdc.runtime.database.DataSources;
import io.employeecdc.runtime.database.Expectations;
import io.employeecdc.runtime.database.SqlState;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.kafka.TopicExpectations;
import io.employeecdc.runtime.logging.StartSummary;
import io.employeecdc.runtime.management.ManagementServer;
import io.employeecdc.runtime.management.Metrics;
import io.employeecdc.runtime.management.Progress;
import io.employeecdc.runtime.options.Durations;
import io.employeecdc.runtime.service.Backoff;
import io.employeecdc.runtime.service.Housekeeping;
import io.employeecdc.runtime.service.Shutdown;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The producer from start to end. */
final class ProducerService {
  private static final Logger LOG = LoggerFactory.getLogger(ProducerService.class);

  /**
   * Index scans only: the capture table is read at its end, and statistics of a table that grows
   * and shrinks all day would some day tell the planner otherwise. And commits that wait for the
   * disk: what is published must not be lost by a crash of the source.
   */
  static final String SESSION =
      "set enable_seqscan = off; set enable_bitmapscan = off; set jit = off;"
          + " set synchronous_commit = on; set plan_cache_mode = force_generic_plan";

  /** For the reading, the retention and the watch over transactions. */
  private static final int CONNECTIONS = 3;

  private static final Duration GRACE = Duration.ofSeconds(25);
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private ProducerService() {}

  static ExitCode run(ProducerSettings settings) throws Exception {
    Progress progress = new Progress(PATIENCE);
    try (Shutdown shutdown = Shutdown.onSignal(GRACE);
        Metrics metrics = new Metrics("producer");
        ManagementServer management =
            ManagementServer.start(
                settings.management(), metrics.registry(), List.of(progress), shutdown);
        HikariDataSource source =
            DataSources.pool(settings.source(), CONNECTIONS, SESSION, metrics.registry());
        TopicExpectations topics = settings.publish().expectations();
        Housekeeping certificates =
            new CertificateWatch(
                    TlsPeer.of(settings.publish().kafka(), settings.registry(), settings.source()),
                    metrics.registry())
                .schedule()) {
      // Before the checks: who waits for the registry can be asked for its version as well.
      MeteredProducer meters = new MeteredProducer(metrics.registry(), settings.schema().number());
      metrics.worksOn(settings.publish().topic(), settings.group());
      certificates.startNow(shutdown);
      String sourceSchema = check(settings, source);
      topics.require();
      RegisteredSchemas schemas = new RegisteredSchemas(settings, shutdown);
      schemas.await(settings.schema());
      Capture capture =
          new Capture(
              settings.released(), schemas::idOf, settings.chunkSize(), settings.onSourceChange());
      management.started();
      describe(settings, sourceSchema, capture.schemaId(), management.port()).log(LOG);
      Publishers publishers =
          new Publishers(settings.publish(), topics, schemas::isOurs, metrics.registry());
      ProducerLoop.Collaborators collaborators =
          new ProducerLoop.Collaborators(
              new CaptureReader(capture, source, meters),
              publishers,
              meters,
              progress,
              new Backoff(),
              Clock.systemUTC());
      publish(settings, source, publishers, meters, collaborators, shutdown);
      LOG.info("producer stopped: {}", meters);
      return ExitCode.DONE;
    }
  }

  /** The loop, and what goes on beside it, until the shutdown. */
  private static void publish(
      ProducerSettings settings,
      HikariDataSource source,
      Publishers publishers,
      MeteredProducer meters,
      ProducerLoop.Collaborators collaborators,
      Shutdown shutdown)
      throws Exception {
    try (ProducerLoop loop = new ProducerLoop(settings, collaborators);
        Housekeeping retention =
            new Retention(source, RowVersions.of(settings.released()).table(), settings.retention())
                .schedule(loop::published);
        Housekeeping transactions =
            new TransactionWatch(source, collaborators.clock(), meters::openTransaction)
                .schedule();
        Housekeeping topicCheck = publishers.scheduleVerification();
        GroupWatch group =
            new GroupWatch(
                settings.publish().kafka(),
                settings.publish().topic(),
                settings.group(),
                loop::publishedThrough,
                meters::appliedThrough)) {
      retention.start(shutdown);
      transactions.start(shutdown);
      topicCheck.start(shutdown);
      group.start(shutdown);
      loop.run(shutdown);
    }
  }

  private static StartSummary describe(
      ProducerSettings settings, String sourceSchema, int schemaId, int managementPort) {
    return new StartSummary("producer")
        .with("producer id", settings.publish().producerId())
        .with("source", settings.source())
        .with("source schema", sourceSchema)
        .with("kafka", settings.publish().kafka())
        .with("topic", settings.publish().topic())
        .with("positions", settings.publish().positionTopic())
        .with("registry", settings.registry())
        .with("schema version", settings.schema().number())
        .with("schema id", schemaId)
        .with("chunk size", settings.chunkSize())
        .with("retention", Durations.show(settings.retention()))
        .with("group watched", settings.group())
        .with("management port", managementPort);
  }

  /** The schema in which the table was found. */
  private static String check(ProducerSettings settings, HikariDataSource source) {
    DataSources.check(settings.source());
    try (Connection connection = source.getConnection()) {
      RowVersions versions = RowVersions.of(settings.released());
      new CaptureCheck(versions).verify(connection);
      return Expectations.schemaOf(connection, versions.table().sql());
    } catch (SQLException e) {
      throw SqlState.fatal(settings.source(), DataSources.rootCause(e));
    }
  }
}
