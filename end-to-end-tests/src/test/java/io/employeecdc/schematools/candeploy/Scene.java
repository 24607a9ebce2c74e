package io.employeecdc.schematools.candeploy;

import io.employeecdc.consumer.metrics.ConsumerMetrics;
import io.employeecdc.contract.Names;
import io.employeecdc.contract.Registry;
import io.employeecdc.contract.WireFormat;
import io.employeecdc.contract.release.ReleaseStep;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.localstack.LocalStack;
import io.employeecdc.localstack.TestStack;
import io.employeecdc.operations.verify.CommandRun;
import io.employeecdc.runtime.management.ManagementServer;
import io.employeecdc.runtime.management.Metrics;
import io.employeecdc.runtime.peers.ServiceKind;
import io.employeecdc.runtime.service.Shutdown;
import io.employeecdc.schematools.command.SchemaCommand;
import io.micrometer.core.instrument.Gauge;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** A subject, two topics, released versions and running services that a test has to itself. */
final class Scene {
  /** Version 1, as it really was released. */
  static final String FIRST = Contract.standard().released().all().get(0).schema().toString();

  /** A compatible version 2. */
  static final String WITH_TRANSACTION =
      FIRST.replace(
          "{\"name\":\"captured_at\"",
          "{\"name\":\"transaction_id\",\"type\":[\"null\",\"long\"],\"default\":null},"
              + "{\"name\":\"captured_at\"");

  /** A version 2 that has a column less. */
  static final String WITHOUT_CITY = FIRST.replaceFirst("\\{\"name\":\"city\"[^}]*},", "");

  /** A version 2 that reads version 1, and that version 1 cannot read. */
  static final String WITH_LONG_ID =
      FIRST.replace(
          "\"name\":\"emp_id\",\"type\":\"int\"", "\"name\":\"emp_id\",\"type\":\"long\"");

  private static final LocalDate RELEASED = LocalDate.of(2026, 11, 22);

  private final LocalStack stack = TestStack.shared();
  private final String topic;
  private final Path schemas;
  private final List<Runnable> peers = new ArrayList<>();

  private Scene(String topic, Path schemas) {
    this.topic = topic;
    this.schemas = schemas;
  }

  /** Two empty topics, and these released versions in a folder. */
  static Scene create(String topic, Path folder, String... released) throws Exception {
    Scene scene = new Scene(topic, folder);
    Path versions = folder.resolve("src/main/resources/released/EmployeeCDC");
    for (String schema : released) {
      ReleaseStep.add(versions, schema.getBytes(StandardCharsets.UTF_8), RELEASED);
    }
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", scene.stack.bootstrapServers()))) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(topic, 2, (short) 1),
                  new NewTopic(scene.deadLetters(), 1, (short) 1)))
          .all()
          .get();
    }
    return scene;
  }

  String topic() {
    return topic;
  }

  String deadLetters() {
    return topic + "_dlq";
  }

  String subject() {
    return Names.valueSubject(topic);
  }

  /** Registers in the topic's subject, compatible or not, as a stranger could; returns the id. */
  int register(String schema) throws Exception {
    try (Registry registry = Registry.at(stack.registryUrl().toString())) {
      if (!registry.versions(subject()).isEmpty()) {
        registry.setCompatibility(subject(), "NONE");
      }
      int id = registry.register(subject(), new Schema.Parser().parse(schema));
      registry.setCompatibility(subject(), "FULL_TRANSITIVE");
      return id;
    }
  }

  void allow(String level) throws Exception {
    try (Registry registry = Registry.at(stack.registryUrl().toString())) {
      registry.setCompatibility(subject(), level);
    }
  }

  /** Records of which nothing but the head is right. */
  void send(String to, int count, int schemaId) throws Exception {
    byte[] value = new byte[40];
    System.arraycopy(WireFormat.header(schemaId), 0, value, 0, WireFormat.HEADER_LENGTH);
    sendValues(to, count, value);
  }

  void sendValues(String to, int count, byte[] value) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", stack.bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (int i = 0; i < count; i++) {
        producer.send(new ProducerRecord<>(to, new byte[] {(byte) i}, value)).get();
      }
    }
  }

  /** The metrics of a consumer built for a version; returns its address. */
  String consumer(String version) {
    Metrics metrics = new Metrics("consumer");
    // Registers what a real consumer shows.
    ConsumerMetrics unused = new ConsumerMetrics(metrics.registry(), version);
    return serve(metrics);
  }

  /** As that of a producer. */
  String producer(String version) {
    Metrics metrics = new Metrics("producer");
    Gauge.builder("cdc.schema.version.written", () -> 1)
        .tag("version", version)
        .register(metrics.registry());
    return serve(metrics);
  }

  /** As that of another service. */
  String other(ServiceKind kind) {
    return serve(new Metrics(kind.word()));
  }

  private String serve(Metrics metrics) {
    ManagementServer server =
        ManagementServer.start(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            metrics.registry(),
            List.of(),
            new Shutdown());
    peers.add(server::close);
    peers.add(metrics::close);
    return "127.0.0.1:" + server.port();
  }

  CommandRun canDeploy(String... arguments) {
    return canDeploy(Map.of(), arguments);
  }

  CommandRun canDeploy(Map<String, String> changed, String... arguments) {
    Map<String, String> environment = new TreeMap<>(stack.environment());
    environment.put("CDC_TOPIC", topic);
    environment.put("CDC_DLQ_TOPIC", deadLetters());
    environment.put("CDC_SCHEMAS", schemas.toString());
    environment.putAll(changed);
    String[] all =
        Stream.concat(Stream.of("can-deploy"), Stream.of(arguments)).toArray(String[]::new);
    return CommandRun.of(new SchemaCommand(), environment, all);
  }

  /** Ends the services. */
  void close() {
    peers.forEach(Runnable::run);
  }
}
