package io.employeecdc.pipeline.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.consumer.ConsumerMain;
import io.employeecdc.localstack.JavaService;
import io.employeecdc.localstack.Postgres;
import io.employeecdc.localstack.Server;
import io.employeecdc.localstack.TestStack;
import io.employeecdc.pipeline.endtoend.TestPipeline;
import io.employeecdc.pipeline.verify.CommandRun;
import io.employeecdc.pipeline.verify.VerifyCommand;
import io.employeecdc.producer.ProducerMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A pipeline under load, the exporters beside it, and a Prometheus that scrapes all of them. */
final class Watched implements AutoCloseable {
  static final Path MONITORING = Path.of("..", "monitoring");

  /** What the verification leaves and node_exporter reads. */
  private static final String VERIFIED = "verify.prom";

  private final TestPipeline pipeline;
  private final Path folder;
  private final List<Child> exporters = new ArrayList<>();
  private final Map<String, String> targets = new LinkedHashMap<>();
  private final JavaService producer;
  private final List<JavaService> consumers;
  private Load load;
  private Prometheus prometheus;

  private Watched(TestPipeline pipeline, Path folder) {
    this.pipeline = pipeline;
    this.folder = folder;
    this.producer = service("watched-producer", ProducerMain.class);
    this.consumers =
        List.of(
            service("watched-consumer-1", ConsumerMain.class),
            service("watched-consumer-2", ConsumerMain.class));
  }

  /**
   * Starts all of it.
   *
   * @param name of the pipeline
   * @param folder for files; the test's own
   * @param rules the alert rules
   */
  static Watched start(String name, Path folder, String rules) throws Exception {
    Watched watched = new Watched(TestPipeline.create(TestStack.shared(), name), folder);
    try {
      watched.startServices();
      watched.startExporters();
      String settings = Files.readString(MONITORING.resolve("prometheus.yml"));
      watched.prometheus = Prometheus.start(folder, watched.shown(settings), watched.named(rules));
      return watched;
    } catch (Exception e) {
      watched.close();
      throw e;
    }
  }

  TestPipeline pipeline() {
    return pipeline;
  }

  Prometheus prometheus() {
    return prometheus;
  }

  JavaService producer() {
    return producer;
  }

  List<JavaService> consumers() {
    return consumers;
  }

  /** The exporter that shows the result of the last verification. */
  Child nodeExporter() {
    return exporters.get(exporters.size() - 1);
  }

  /** Runs {@code cdc verify}, whatever it finds. */
  CommandRun verify() {
    return CommandRun.of(
        new VerifyCommand(),
        pipeline.environment(),
        "--metrics-file",
        folder.resolve(VERIFIED).toString());
  }

  /** As if nobody had ever verified. */
  void forgetVerification() throws IOException {
    Files.delete(folder.resolve(VERIFIED));
  }

  /** A text of monitoring/ with the names of this pipeline instead of those that are usual. */
  String named(String text) {
    return text.replace("bf_employee_cdc_apply", pipeline.local().names().group())
        .replace("\"bf_employee_cdc\"", '"' + pipeline.local().names().topic() + '"')
        .replace("\"bf_employee_cdc_dlq\"", '"' + pipeline.local().names().deadLetters() + '"');
  }

  @Override
  public void close() throws IOException {
    if (load != null) {
      load.close();
    }
    if (prometheus != null) {
      prometheus.close();
    }
    exporters.forEach(Child::close);
    pipeline.close();
  }

  private JavaService service(String name, Class<?> main) {
    // Small heaps are collected often, and so show how long that takes.
    return pipeline.service(
        name,
        List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", main.getName()),
        Map.of("CDC_THREADS", "1"));
  }

  private void startServices() throws Exception {
    List<JavaService> services = new ArrayList<>(consumers);
    services.add(producer);
    services.parallelStream().forEach(Server::start);
    targets.put("producer:9400", "127.0.0.1:" + producer.port());
    targets.put("consumer-1:9400", "127.0.0.1:" + consumers.get(0).port());
    targets.put("consumer-2:9400", "127.0.0.1:" + consumers.get(1).port());
    load = Load.start(pipeline);
    assertThat(verify().exitCode()).isZero();
  }

  private void startExporters() throws IOException {
    Optional<Path> kafka = Program.KAFKA_EXPORTER.find();
    // Port 9 is nobody's: what cannot be scraped here is down.
    targets.put("kafka-exporter:9308", "127.0.0.1:9");
    if (kafka.isPresent()) {
      List<String> options =
          List.of(
              "--kafka.server=" + TestStack.shared().bootstrapServers(), "--kafka.version=3.6.0");
      Path log = folder.resolve("kafka.log");
      start("kafka-exporter:9308", kafka.get(), log, options, Map.of());
    }
    postgres(
        "source-exporter:9187", TestStack.shared().source(), pipeline.local().names().source());
    postgres(
        "target-exporter:9187", TestStack.shared().target(), pipeline.local().names().target());
    start(
        "node-exporter:9100",
        Program.NODE_EXPORTER.require(),
        folder.resolve("node.log"),
        List.of(
            "--collector.disable-defaults",
            "--collector.textfile",
            "--collector.textfile.directory=" + folder),
        Map.of());
  }

  private void postgres(String target, Postgres server, String database) throws IOException {
    start(
        target,
        Program.POSTGRES_EXPORTER.require(),
        folder.resolve(server.name() + ".log"),
        PostgresExporterOptions.find(folder),
        Map.of(
            "DATA_SOURCE_URI", "127.0.0.1:%d/%s?sslmode=disable".formatted(server.port(), database),
            "DATA_SOURCE_USER", server.user(),
            "DATA_SOURCE_PASS", server.password()));
  }

  private void start(
      String target, Path program, Path log, List<String> options, Map<String, String> settings)
      throws IOException {
    Child exporter = new Child(program, log, "--web.listen-address", options, settings);
    exporters.add(exporter);
    exporter.start();
    targets.put(target, exporter.address());
  }

  /**
   * Prometheus' settings with our addresses, and often enough for a test; but an exporter whose
   * database is away needs two seconds to say so.
   */
  private String shown(String settings) {
    String changed =
        settings
            .replaceAll("_interval: 10s", "_interval: 1s")
            .replace("scrape_timeout: 9s", "scrape_timeout: 1s")
            .replaceAll("job_name: (source|target)", "$0\n    scrape_interval: 4s\n    scrape_timeout: 4s");
    for (Map.Entry<String, String> target : targets.entrySet()) {
      assertThat(changed).contains('"' + target.getKey() + '"');
      changed = changed.replace(target.getKey(), target.getValue());
    }
    return changed;
  }
}
