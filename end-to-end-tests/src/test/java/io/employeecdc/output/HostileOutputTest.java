package io.employeecdc.output;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.employeecdc.cli.Cdc;
import io.employeecdc.consumer.deadletter.DeadLetterHeaders;
import io.employeecdc.localstack.TestStack;
import io.employeecdc.operations.verify.CommandRun;
import io.employeecdc.runtime.output.Visible;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A hostile text through every command, by every way that such a text can come: options, variables,
 * names of files, what a schema says, a registry's and a peer's answers, dead letters.
 */
@Tag("servers")
class HostileOutputTest {
  @TempDir Path folder;

  static Stream<CommandLine> commands() {
    return EveryCommand.all();
  }

  /**
   * An unknown option beside them keeps every command from doing anything. Nothing of them is
   * repeated.
   */
  @ParameterizedTest
  @MethodSource("commands")
  void options_and_variables_of_every_command(CommandLine command) {
    List<String> path = EveryCommand.path(command);
    Map<String, String> environment = new TreeMap<>();
    List<String> flags = new ArrayList<>(path);
    for (OptionSpec option : command.getCommandSpec().options()) {
      if (!option.usageHelp() && option.arity().max() > 0) {
        flags.add(option.longestName() + "=" + Hostile.TEXT);
        String variable = option.longestName().substring(2).replace('-', '_');
        environment.put("CDC_" + variable.toUpperCase(Locale.ROOT), Hostile.TEXT);
      }
    }
    flags.add("--no-such-option-" + Hostile.TEXT);
    flags.add(Hostile.TEXT);
    assertRefused(run(Map.of(), flags), path);
    List<String> unknown = new ArrayList<>(path);
    unknown.add("--no-such-option");
    assertRefused(run(environment, unknown), path);

    List<String> help = new ArrayList<>(path);
    help.add("--help");
    CommandRun shown = run(environment, help);
    assertThat(shown.exitCode()).isZero();
    assertThat(shown.out().lines().count()).isGreaterThan(2);
    Hostile.assertInert("help of " + path, shown.out() + shown.err());
  }

  private static void assertRefused(CommandRun run, List<String> path) {
    assertThat(run.exitCode()).as(path + run.out() + run.err()).isEqualTo(2);
    assertThat(run.err()).isNotBlank();
    Hostile.assertInert(path.toString(), run.out() + run.err());
  }

  /** As the option's refusal lists them. */
  static Stream<String> formats() {
    CommandRun run = run(Map.of(), List.of("schema", "check", "--format", "none"));
    Matcher list = Pattern.compile("not one of ([a-z, ]+)").matcher(run.err());
    assertThat(list.find()).as(run.err()).isTrue();
    return Stream.of(list.group(1).split(", "));
  }

  @ParameterizedTest
  @MethodSource("formats")
  void what_a_schema_and_the_names_of_its_files_say_in_every_format(String format)
      throws IOException {
    List<String> arguments = schemas("schema", "check", "--format", format);
    CommandRun run = run(Map.of(), arguments);

    assertThat(run.exitCode()).as(run.err()).isEqualTo(6);
    assertThat(run.out()).contains("octocat");
    Hostile.assertInert(format, run.out() + run.err());
    if (format.equals("markdown")) {
      Hostile.assertDead(format, run.out());
    } else if (format.equals("json")) {
      assertThat(new ObjectMapper().readTree(run.out()).at("/schemas/0/file").asText())
          .endsWith(Hostile.FILE + ".avsc");
    } else if (format.equals("sarif")) {
      assertThat(new ObjectMapper().readTree(run.out()).at("/runs/0/results")).isNotEmpty();
    }
  }

  @Test
  void what_a_schema_says_in_both_pages_of_the_report() throws IOException {
    CommandRun run =
        run(Map.of(), schemas("schema", "report", "--out", folder.resolve("out").toString()));

    assertThat(run.exitCode()).as(run.err()).isEqualTo(6);
    Hostile.assertInert("report", run.out() + run.err());
    String markdown = Files.readString(folder.resolve("out/report.md"));
    assertThat(markdown).contains("octocat");
    Hostile.assertInert("report.md", markdown);
    Hostile.assertDead("report.md", markdown);
    String html = Files.readString(folder.resolve("out/index.html"));
    assertThat(html).contains("octocat").doesNotContain("<img", "<a href=\"http");
    html.lines().forEach(line -> assertThat(Visible.of(line)).isEqualTo(line));
  }

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
            "dlq list --per hour",
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

  @Test
  void files_that_options_name() throws IOException {
    Path avro = Files.createDirectories(folder.resolve("src/main/avro"));
    Files.writeString(
        avro.resolve(Hostile.FILE + ".avsc"),
        "{\"type\": \"record\", \"name\": \"R\", \"fields\": []}");
    Path properties = folder.resolve(Hostile.FILE);
    Files.writeString(
        properties, "security.protocol=::error::x\\u001b\\n::error::y\n::error::z=\\u001b\n");
    List<String> release =
        List.of("schema", "release", "--date", "2026-01-31", "--schemas", folder.toString());
    List<String> jar = List.of("schema", "can-deploy", "producer", "--jar", properties.toString());
    List<String> config =
        List.of("dlq", "list", "--bootstrap-servers", "h:1", "--kafka-config", "" + properties);
    assertTells(release, "octocat");
    assertTells(jar, "--jar");
    assertTells(config, "octocat");
  }

  private static void assertTells(List<String> arguments, String word) {
    CommandRun run = run(TestStack.shared().environment(), arguments);
    assertThat(run.out() + run.err()).as(arguments.toString()).contains(word);
    Hostile.assertInert(arguments.toString(), run.out() + run.err());
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

  /** Hostile wherever Avro lets anybody write: docs, defaults, properties, and names of files. */
  private List<String> schemas(String... command) throws IOException {
    ObjectMapper mapper = new ObjectMapper();
    String text = mapper.writeValueAsString(Hostile.TEXT);
    String old =
        """
        {"type": "record", "name": "R", "doc": %1$s, "fields": [
          {"name": "gone", "type": "string", "doc": %1$s, "default": %1$s},
          {"name": "kept", "type": "string", "default": "x"},
          {"name": "typed", "type": {"type": "int", "logicalType": "date"}}]}
        """
            .formatted(text);
    String now =
        """
        {"type": "record", "name": "R", "doc": %1$s, %1$s: %1$s, "fields": [
          {"name": "kept", "type": "string", "doc": %1$s, "default": %1$s},
          {"name": "typed", "type": {"type": "int", "logicalType": %1$s}, %1$s: [%1$s]},
          {"name": "added", "type": {"type": "string", "logicalType": %1$s}}]}
        """
            .formatted(text);
    List<String> arguments = new ArrayList<>(List.of(command));
    arguments.add("--against");
    arguments.add(file("old" + Hostile.FILE, old));
    arguments.add(file("::error::" + Hostile.FILE, now));
    return arguments;
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name + ".avsc"), text).toString();
  }

  private static CommandRun run(Map<String, String> environment, List<String> arguments) {
    return CommandRun.of(new Cdc(), environment, arguments.toArray(String[]::new));
  }
}
