package io.employeecdc.operations.connect;

import com.zaxxer.hikari.HikariDataSource;
import io.employeecdc.operations.cluster.Pipeline;
import io.employeecdc.producer.watch.GroupWatch;
import io.employeecdc.runtime.database.DataSources;
import io.employeecdc.runtime.database.DatabaseSettings;
import io.employeecdc.runtime.database.SourceDatabaseOptions;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.logging.LogOption;
import io.employeecdc.runtime.logging.StartSummary;
import io.employeecdc.runtime.management.ManagementOption;
import io.employeecdc.runtime.management.ManagementServer;
import io.employeecdc.runtime.management.Metrics;
import io.employeecdc.runtime.management.Progress;
import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.runtime.options.OptionsCommand;
import io.employeecdc.runtime.peers.ServiceKind;
import io.employeecdc.runtime.service.Shutdown;
import java.net.InetSocketAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Looks every few seconds, not at each scrape. */
@Command(
    name = "exporter",
    description = {
      "Show slot, connector and task of the log's capture as metrics for Prometheus and for"
          + " 'cdc status'. Looks at the source's slot and publication and at Kafka Connect each second, and writes a"
          + " message of some bytes into the source's log, so that the slot moves on also while"
          + " nothing is written."
    })
public final class ConnectExporterCommand extends OptionsCommand<ConnectExporterCommand.Settings> {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectExporterCommand.class);
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration GRACE = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Pattern SLOT = Pattern.compile("[a-z0-9_]{1,63}");

  @Mixin SourceDatabaseOptions source = new SourceDatabaseOptions();
  @Mixin Pipeline.Options pipeline = new Pipeline.Options();
  @Mixin ManagementOption management = new ManagementOption();
  @Mixin LogOption log = new LogOption();

  @Option(
      names = "--slot",
      paramLabel = "NAME",
      description =
          "The replication slot of the log's capture. Default: follows from the contract,"
              + " cdc_employees.")
  String slot;

  @Option(
      names = "--publication",
      paramLabel = "NAME",
      description = "What the connector's publication.name is. Default: the name of the slot.")
  String publication;

  @Option(
      names = "--connect",
      paramLabel = "HOST:PORT",
      description = "Where a worker of Kafka Connect answers. Default: ${DEFAULT-VALUE}.")
  String connect = "127.0.0.1:8083";

  @Option(
      names = "--connector",
      paramLabel = "NAME",
      description = "The connector's name. Default: that of the slot.")
  String connector;

  record Settings(
      DatabaseSettings source,
      Pipeline pipeline,
      String slot,
      String publication,
      String connect,
      String connector,
      InetSocketAddress management) {}

  @Override
  protected Settings read(OptionReader options) {
    log.apply(options);
    Pipeline looked = pipeline.read(options);
    String named = slot == null ? looked.contract().slot() : slot;
    options.matching("--slot", named, SLOT, "a slot's name");
    return new Settings(
        source.read(options),
        looked,
        named,
        publication == null ? named : publication,
        options.matching(
            "--connect",
            connect,
            Pattern.compile(OptionReader.HOST + ":\\d{1,5}"),
            "host:port of a worker"),
        connector == null ? named : connector,
        management.read(options));
  }

  @Override
  protected ExitCode run(Settings settings) throws InterruptedException {
    Progress progress = new Progress(PATIENCE);
    DataSources.check(settings.source());
    try (Shutdown shutdown = Shutdown.onSignal(GRACE);
        Metrics metrics = new Metrics(ServiceKind.LOG.word());
        HikariDataSource pool = DataSources.pool(settings.source(), 1, null, null)) {
      Pipeline looked = settings.pipeline();
      metrics.worksOn(looked.topic(), looked.group());
      LogCaptureMetrics capture = new LogCaptureMetrics(metrics.registry());
      SlotWatch watch = new SlotWatch(settings.slot(), settings.publication());
      lookOnce(settings, pool, watch, capture, progress);
      try (GroupWatch group =
              new GroupWatch(
                  looked.kafka(),
                  looked.topic(),
                  looked.group(),
                  capture::publishedThrough,
                  capture::appliedThrough);
          ManagementServer server =
              ManagementServer.start(
                  settings.management(), metrics.registry(), List.of(progress), shutdown)) {
        group.start(shutdown);
        server.started();
        new StartSummary("connect exporter")
            .with("source", settings.source())
            .with("connect", settings.connect())
            .with("management port", server.port())
            .log(LOG);
        while (!shutdown.pause(EVERY)) {
          lookOnce(settings, pool, watch, capture, progress);
        }
        return ExitCode.DONE;
      }
    }
  }

  private static void lookOnce(
      Settings settings,
      HikariDataSource pool,
      SlotWatch watch,
      LogCaptureMetrics capture,
      Progress progress) {
    ConnectorState connector = ConnectorState.of(settings.connect(), settings.connector());
    try (Connection connection = pool.getConnection()) {
      Optional<ReplicationSlot> seen = ReplicationSlot.of(connection, settings.slot());
      Optional<String> loss = loss(settings, connection, watch, seen.orElse(null), connector);
      Optional<ReplicationSlot> slot = loss.isPresent() ? seen.map(ReplicationSlot::asLost) : seen;
      if (slot.isPresent() && slot.get().active()) {
        ReplicationSlot.mark(connection);
      }
      capture.show(slot.orElse(null), connector);
      loss.or(() -> problem(settings, slot, connector))
          .ifPresentOrElse(progress::waiting, progress::done);
    } catch (SQLException e) {
      capture.show(null, connector);
      progress.waiting("the source (" + settings.source() + ")");
    }
  }

  private static Optional<String> loss(
      Settings settings,
      Connection connection,
      SlotWatch watch,
      ReplicationSlot slot,
      ConnectorState connector)
      throws SQLException {
    String table = settings.pipeline().contract().table().names().table();
    return watch.loss(
        slot,
        Publication.of(connection, settings.publication(), table),
        connector.connector().equals("STOPPED"),
        () -> ConnectorOffsets.of(settings.connect(), settings.connector()));
  }

  /** A slot that is lost comes first, as it stays so whatever the connector does. */
  private static Optional<String> problem(
      Settings settings, Optional<ReplicationSlot> slot, ConnectorState connector) {
    Optional<String> ofSlot = ReplicationSlot.problem(slot, settings.slot());
    return slot.filter(ReplicationSlot::lost).isPresent()
        ? ofSlot
        : connector.problem(settings.connector()).or(() -> ofSlot);
  }
}
