package io.employeecdc.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.employeecdc.consumer.ConsumerMain;
import io.employeecdc.endtoend.TestPipeline;
import io.employeecdc.localstack.JavaService;
import io.employeecdc.localstack.LocalStack;
import io.employeecdc.localstack.process.Server;
import io.employeecdc.operations.verify.CommandRun;
import io.employeecdc.operations.verify.VerifyCommand;
import io.employeecdc.producer.ProducerMain;
import io.employeecdc.workbench.run.PipelineNames;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A pipeline under load, the exporters beside it, and a Prometheus that scrapes all of them. */
final class Watched implements AutoCloseable {
  /** The longest range is 45 s. */
  static final Duration LIMIT = Duration.ofMinutes(3);

  private static final Duration LOOK_EVERY = Duration.ofMillis(500);

  static final Path MONITORING = Path.of("..", "monitoring");

  /** What the verification leaves and node_exporter reads. */
  private static final String VERIFIED = "verify.prom";

  private static final Pattern LAST_RUN =
      Pattern.compile("(?m)^(cdc_verify_last_run_timestamp_seconds\\S* )(\\S+)$");

  private final TestPipeline pipeline;
  private final Path folder;
  private final JavaService producer;
  private final List<JavaService> consumers;
  private final Exporters exporters;
  private final TlsFront registry;
  private Load load;
  private Prometheus prometheus;

  private Watched(TestPipeline pipeline, Path folder, TlsFront registry) {
    this.pipeline = pipeline;
    this.folder = folder;
    this.registry = registry;
    this.exporters = new Exporters(pipeline, folder);
    this.producer = service("watched-producer", ProducerMain.class, Map.of());
    this.consumers =
        List.of(
            service("watched-consumer-1", ConsumerMain.class, Map.of()),
            service("watched-consumer-2", ConsumerMain.class, registry.registrySettings()));
  }

  /**
   * Starts all of it.
   *
   * @param stack where
   * @param name of the pipeline
   * @param folder for files; the test's own
   * @param rules the alert rules
   */
  static Watched start(LocalStack stack, String name, Path folder, String rules) throws Exception {
    Watched watched =
        new Watched(
            TestPipeline.create(stack, name), folder, TlsFront.before(stack.registryUrl(), folder));
    try {
      Stream.concat(Stream.of(watched.producer), watched.consumers.stream())
          .parallel()
          .forEach(Server::start);
      assertThat(watched.verify().exitCode()).isZero();
      watched.load = Load.start(watched.pipeline);
      watched.exporters.start();
      watched.prometheus = Prometheus.start(folder, watched.settings(), watched.named(rules));
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

  Exporters exporters() {
    return exporters;
  }

  /** What the second consumer takes for the registry. */
  TlsFront registry() {
    return registry;
  }

  /** Waits until all of these alerts fire, each by its name, perhaps with its job. */
  void firing(String... alerts) {
    await("alerts fire; logs: " + folder)
        .atMost(LIMIT)
        .pollInterval(LOOK_EVERY)
        .untilAsserted(() -> assertThat(prometheus.firing()).contains(alerts));
  }

  /** Waits until none of these alerts fires. */
  void silent(String... alerts) {
    await("alerts are silent; logs: " + folder)
        .atMost(LIMIT)
        .pollInterval(LOOK_EVERY)
        .untilAsserted(() -> assertThat(prometheus.firing()).doesNotContain(alerts));
  }

  /** Runs {@code cdc verify}, whatever it finds. */
  CommandRun verify() {
    return verify("2m");
  }

  /** The same with as much time for what is on its way. */
  CommandRun verify(String settle) {
    return CommandRun.of(
        new VerifyCommand(),
        pipeline.environment(),
        "--settle",
        settle,
        "--metrics-file",
        folder.resolve(VERIFIED).toString());
  }

  /** As if nobody had ever verified. */
  void forgetVerification() throws IOException {
    Files.delete(folder.resolve(VERIFIED));
  }

  /** As if the last verification had been so long ago. */
  void ageVerification(Duration age) throws IOException {
    Path file = folder.resolve(VERIFIED);
    String aged =
        LAST_RUN
            .matcher(Files.readString(file))
            .replaceAll(run -> run.group(1) + (Double.parseDouble(run.group(2)) - age.toSeconds()));
    Files.writeString(file, aged);
  }

  /** From now on Prometheus does not learn this of the consumers. */
  void withhold(String metric) throws IOException, InterruptedException {
    String drop =
        "$0\n    metric_relabel_configs:\n"
            + "      - {source_labels: [__name__], regex: %s, action: drop}".formatted(metric);
    prometheus.configure(settings().replaceAll("job_name: consumer", drop));
  }

  /** From now on it learns all again. */
  void withholdNothing() throws IOException, InterruptedException {
    prometheus.configure(settings());
  }

  /** A text of monitoring/ with the names of this pipeline instead of those that are usual. */
  String named(String text) {
    PipelineNames names = pipeline.local().names();
    return text.replace(".*bf_employee_cdc", names.topic()).replace("$pipeline", ".*");
  }

  @Override
  public void close() throws IOException {
    if (load != null) {
      load.close();
    }
    if (prometheus != null) {
      prometheus.close();
    }
    exporters.close();
    pipeline.close();
    registry.close();
  }

  private JavaService service(String name, Class<?> main, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("CDC_THREADS", "1");
    all.put("CDC_MAX_DEAD_LETTER_RATE", "10%/1m");
    all.put("CDC_PARK_FOR", "10m");
    // Small heaps are collected often, and so show how long that takes.
    return pipeline.service(
        name,
        List.of("-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", main.getName()),
        all);
  }

  /**
   * Prometheus' settings with our addresses, and often enough for a test; but an exporter whose
   * database is away needs two seconds to say so.
   */
  private String settings() throws IOException {
    String settings = Files.readString(MONITORING.resolve("prometheus.yml"));
    String slower = "$0\n    scrape_interval: 4s\n    scrape_timeout: 4s";
    String changed =
        settings
            .replaceAll("_interval: 10s", "_interval: 1s")
            .replaceAll("job_name: (source|target)", slower);
    Map<String, String> addresses = new LinkedHashMap<>(exporters.addresses());
    addresses.put("producer:9400", "127.0.0.1:" + producer.port());
    addresses.put("consumer-1:9400", "127.0.0.1:" + consumers.get(0).port());
    addresses.put("consumer-2:9400", "127.0.0.1:" + consumers.get(1).port());
    for (Map.Entry<String, String> address : addresses.entrySet()) {
      assertThat(changed).contains('"' + address.getKey() + '"');
      changed = changed.replace('"' + address.getKey() + '"', '"' + address.getValue() + '"');
    }
    return changed;
  }
}
