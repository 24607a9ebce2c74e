package io.employeecdc.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.employeecdc.cli.Cdc;
import io.employeecdc.consumer.deadletter.DeadLetterHeaders;
import io.employeecdc.localstack.TestStack;
import io.employeecdc.operations.verify.CommandRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A hostile text in the answers of a registry and of peers, in dead letters and names of members.
 */
@Tag("servers")
class HostileAnswersTest {
  /** Its words are not repeated. */
  @Test
  void what_a_registry_answers() throws IOException {
    for (int status : new int[] {200, 401, 404, 409, 422, 500}) {
      String body =
          new ObjectMapper()
              .writeValueAsString(
                  Map.of("error_code", status, "message", Hostile.TEXT, "mode", Hostile.TEXT));
      try (Answering registry = new Answering(status, body)) {
        Map<String, String> environment =
            Map.of("CDC_SCHEMA_REGISTRY_URL", "http://" + registry.address());
        for (String command : List.of("schema register", "schema register --dry-run --json -")) {
          CommandRun run = run(environment, List.of(command.split(" ")));
          assertThat(run.exitCode()).isNotZero();
          Hostile.assertInert(command + " at " + status, run.out() + run.err());
        }
      }
    }
  }

  @Test
  void what_a_registry_holds() throws IOException {
    String versions = "/subjects/bf_employee_cdc-value/versions";
    ObjectMapper mapper = new ObjectMapper();
    String held =
        mapper.writeValueAsString(
            Map.of("version", 1, "id", 1, "schemaType", Hostile.TEXT, "schema", "{}"));
    try (Answering registry =
        new Answering(
            200,
            mapper.writeValueAsString(
                Map.of("mode", Hostile.TEXT, "compatibilityLevel", Hostile.TEXT)))) {
      registry.alsoAnswers(versions, 200, "[1]");
      registry.alsoAnswers(versions + "/1", 200, held);
      Map<String, String> environment =
          Map.of("CDC_SCHEMA_REGISTRY_URL", "http://" + registry.address());
      for (String command : List.of("schema register", "schema register --dry-run --json -")) {
        CommandRun run = run(environment, List.of(command.split(" ")));
        assertThat(run.out()).as(run.err()).contains("octocat");
        assertThat(run.err()).as(command).contains("octocat");
        Hostile.assertInert(command, run.out());
        Hostile.assertInert(command, run.err());
      }
    }
  }

  @Test
  void what_peers_answer() throws Exception {
    String quoted = Hostile.TEXT.replaceAll("[\r\n\"]", "");
    String metrics =
        Stream.of("schema_id", "version", "topic", "group", "reason", "stage", "url")
            .map("%s=\"%%s\""::formatted)
            .reduce("", (all, one) -> all + "," + one);
    StringBuilder text = new StringBuilder("cdc_ready{service=\"consumer\"} 0\n");
    for (String name :
        List.of(
            "cdc_schema_version_built",
            "cdc_schema_records_total",
            "cdc_dead_lettered_total",
            "cdc_consumed_total",
            "cdc_build_info")) {
      text.append(name).append('{').append(metrics.substring(1).replace("%s", quoted));
      text.append("} 1\n");
    }
    Map<String, String> environment = new TreeMap<>(TestStack.shared().environment());
    environment.put("CDC_TOPIC", "hostile_peers");
    environment.put("CDC_DLQ_TOPIC", "hostile_peers");
    create("hostile_peers");
    try (Answering peer = new Answering(200, text.toString());
        Answering unready = new Answering(200, text.toString())) {
      unready.alsoAnswers("/health/ready", 503, "not ready: " + Hostile.TEXT);
      for (String address : List.of(peer.address(), unready.address())) {
        for (String json : List.of("", "-")) {
          List<String> arguments = new ArrayList<>(List.of("status", "--peer", address));
          if (!json.isEmpty()) {
            arguments.addAll(List.of("--json", json));
          }
          CommandRun run = run(environment, arguments);
          assertThat(run.out())
              .contains(address, address.equals(unready.address()) ? "octocat" : "");
          Hostile.assertInert(arguments.toString(), run.out() + run.err());
        }
        CommandRun deploy =
            run(environment, List.of("schema", "can-deploy", "producer", "--peer", address));
        assertThat(deploy.out()).contains(address + ": consumer that was built for");
        Hostile.assertInert("can-deploy", deploy.out() + deploy.err());
      }
    }
  }

  @Test
  void what_dead_letters_say_of_themselves() throws Exception {
    String topic = "hostile_letters";
    Map<String, String> environment = new TreeMap<>(TestStack.shared().environment());
    environment.put("CDC_DLQ_TOPIC", topic);
    sendLetters(topic, environment.get("CDC_BOOTSTRAP_SERVERS"));

    for (String command :
        List.of(
            "dlq list",
            "dlq list --json -",
            "dlq show 0:0",
            "dlq show 0:0 --json -",
            "dlq show 0:0 --show-values",
            "dlq show 0:0 --show-values --json -",
            "dlq replay --dry-run",
            "dlq replay --dry-run --json -")) {
      CommandRun run = run(environment, List.of(command.split(" ")));
      assertThat(run.out() + run.err()).as(command).contains("hostile_letters");
      Hostile.assertInert(command, run.out() + run.err());
    }
  }

  /** Any client may name itself, and join the group. */
  @Test
  void what_a_member_of_the_group_calls_itself() throws Exception {
    Map<String, String> environment = new TreeMap<>(TestStack.shared().environment());
    environment.put("CDC_TOPIC", "hostile_member");
    environment.put("CDC_GROUP", "hostile_member");
    String servers = environment.get("CDC_BOOTSTRAP_SERVERS");
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers", servers, "group.id", "hostile_member", "client.id", Hostile.TEXT);
    create("hostile_member");
    try (KafkaConsumer<byte[], byte[]> member =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      member.subscribe(List.of("hostile_member"));
      while (member.assignment().isEmpty()) {
        member.poll(Duration.ofMillis(100));
      }
      for (String command : List.of("status", "status --json -")) {
        CommandRun run = run(environment, List.of(command.split(" ")));
        assertThat(run.out()).contains("octocat");
        Hostile.assertInert(command, run.out() + run.err());
      }
    }
  }

  private static void create(String topic) throws Exception {
    Map<String, Object> servers =
        Map.of("bootstrap.servers", TestStack.shared().bootstrapServers());
    try (Admin admin = Admin.create(servers)) {
      NewTopic kept = new NewTopic(topic, 1, (short) 1).configs(Map.of("retention.ms", "-1"));
      admin.createTopics(List.of(kept)).all().get();
    }
  }

  private static void sendLetters(String topic, String servers) throws Exception {
    create(topic);
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", servers),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      ProducerRecord<byte[], byte[]> letter =
          new ProducerRecord<>(topic, bytes(Hostile.TEXT), bytes(Hostile.TEXT));
      letter.headers().add(Hostile.TEXT, bytes(Hostile.TEXT));
      for (String name : headers()) {
        letter.headers().add(name, bytes(Hostile.TEXT));
      }
      producer.send(letter).get();
    }
  }

  /** Ours, as the consumer's class has them. */
  private static List<String> headers() {
    return Arrays.stream(DeadLetterHeaders.class.getDeclaredFields())
        .filter(field -> field.getType() == String.class)
        .map(
            field -> {
              try {
                return (String) field.get(null);
              } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
              }
            })
        .toList();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static CommandRun run(Map<String, String> environment, List<String> arguments) {
    return CommandRun.of(new Cdc(), environment, arguments.toArray(String[]::new));
  }
}
