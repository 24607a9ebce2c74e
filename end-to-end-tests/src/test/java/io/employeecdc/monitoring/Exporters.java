package io.employeecdc.monitoring;

import io.employeecdc.cli.Cdc;
import io.employeecdc.endtoend.TestPipeline;
import io.employeecdc.localstack.JavaService;
import io.employeecdc.localstack.LocalStack;
import io.employeecdc.localstack.Postgres;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The exporters beside a pipeline, with the options that the compose file gives them. */
final class Exporters implements AutoCloseable {
  private final TestPipeline pipeline;
  private final Path folder;
  private final JavaService kafka;
  private final List<Child> all = new ArrayList<>();
  private final Map<String, String> addresses = new LinkedHashMap<>();
  private Child node;

  /**
   * None is started.
   *
   * @param pipeline what they look at
   * @param folder for files; node_exporter shows those whose names end in .prom
   */
  Exporters(TestPipeline pipeline, Path folder) {
    this.pipeline = pipeline;
    this.folder = folder;
    this.kafka = kafka(pipeline);
  }

  /** One of the brokers, not started. */
  static JavaService kafka(TestPipeline pipeline) {
    return pipeline.service(
        "kafka-exporter",
        List.of(
            "-Xmx64m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            Cdc.class.getName(),
            "kafka-exporter"),
        Map.of());
  }

  void start() throws IOException {
    LocalStack stack = pipeline.local().stack();
    kafka.start();
    addresses.put("kafka-exporter:9308", "127.0.0.1:" + kafka.port());
    startPostgres("source-exporter:9187", stack.source(), pipeline.local().names().source());
    startPostgres("target-exporter:9187", stack.target(), pipeline.local().names().target());
    List<String> options =
        List.of(
            "--collector.disable-defaults",
            "--collector.textfile",
            "--collector.textfile.directory=" + folder);
    node = start("node-exporter:9100", Program.NODE_EXPORTER.require(), options, Map.of());
  }

  /** Where they are, by the addresses that they have in Prometheus' settings. */
  Map<String, String> addresses() {
    return addresses;
  }

  /** The one that shows what the brokers know. */
  JavaService kafka() {
    return kafka;
  }

  /** The one that shows the result of the last verification. */
  Child node() {
    return node;
  }

  @Override
  public void close() {
    all.forEach(Child::close);
  }

  private void startPostgres(String usual, Postgres server, String database) throws IOException {
    Child unused =
        start(
            usual,
            Program.POSTGRES_EXPORTER.require(),
            PostgresExporterOptions.find(folder),
            Map.of(
                "DATA_SOURCE_URI",
                "127.0.0.1:%d/%s?sslmode=disable".formatted(server.port(), database),
                "DATA_SOURCE_USER",
                server.user(),
                "DATA_SOURCE_PASS",
                server.password()));
  }

  private Child start(
      String usual, Path program, List<String> options, Map<String, String> settings)
      throws IOException {
    Path log = folder.resolve(usual.replaceFirst(":.*", ".log"));
    Child exporter = new Child(program, log, "--web.listen-address", options, settings);
    all.add(exporter);
    exporter.start();
    addresses.put(usual, exporter.address());
    return exporter;
  }
}
