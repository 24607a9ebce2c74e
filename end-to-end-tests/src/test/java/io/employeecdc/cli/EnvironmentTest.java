package io.employeecdc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.consumer.ConsumerCommand;
import io.employeecdc.operations.verify.CommandRun;
import io.employeecdc.producer.ProducerCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** What the environment holds under our prefix is an option, somebody else's, or a mistake. */
class EnvironmentTest {
  /** With it, no command goes further than to read its options. */
  private static final String NO_SUCH = "--no-such-option";

  private static final Path ROOT = Path.of("..");

  @TempDir Path folder;

  @Test
  void a_misspelled_variable_is_refused_and_the_right_one_named() {
    Map<String, String> meant =
        Map.of(
            "CDC_BATCHSIZE", "CDC_BATCH_SIZE",
            "CDC_KAFKA_BOOTSTRAP_SERVERS", "CDC_BOOTSTRAP_SERVERS",
            "CDC_SCHEMA_REGISTRY", "CDC_SCHEMA_REGISTRY_URL",
            "CDC_SOURCE_PASWORD", "CDC_SOURCE_PASSWORD",
            "CDC_LOG_LEVL", "CDC_LOG_LEVEL",
            "CDC_TARGET_url", "CDC_TARGET_URL");
    meant.forEach(
        (written, right) -> {
          CommandRun run = cdc(Map.of(written, "Ge7eim"), "stack", "down");

          assertThat(run.exitCode()).describedAs(written).isEqualTo(2);
          assertThat(run.err())
              .contains("%s: unknown; is %s meant?".formatted(written, right))
              .doesNotContain("Ge7eim");
        });
  }

  @Test
  void a_variable_that_is_like_none_of_ours_is_refused_and_an_empty_one_is_not() {
    Map<String, String> environment = Map.of("CDC_FAVOURITE_COLOUR", "blue", "CDC_TASTE", "");

    CommandRun run = cdc(environment, "stack", "down");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains("CDC_FAVOURITE_COLOUR: unknown; see --help")
        .doesNotContain("CDC_TASTE");
  }

  @Test
  void what_any_command_takes_is_known_to_all_of_them_and_to_the_services_by_themselves() {
    Map<String, String> all = new TreeMap<>();
    variables(new CommandLine(new Cdc())).forEach(variable -> all.put(variable, "true"));

    assertThat(all).containsKeys("CDC_THREADS", "CDC_PRODUCER_ID", "CDC_CREATE_TABLES");
    assertThat(unknown(new Cdc(), all, "setup")).isEmpty();
    assertThat(unknown(new ProducerCommand(), all)).isEmpty();
    assertThat(unknown(new ConsumerCommand(), all)).isEmpty();
  }

  @Test
  void a_service_by_itself_refuses_what_is_nearly_one_of_its_options() {
    Map<String, String> environment = Map.of("CDC_CHUNKSIZE", "1", "CDC_RETENTON", "1d");

    assertThat(unknown(new ProducerCommand(), environment))
        .containsExactly(
            "CDC_CHUNKSIZE: unknown; is CDC_CHUNK_SIZE meant?",
            "CDC_RETENTON: unknown; is CDC_RETENTION meant?");
  }

  @Test
  void what_compose_and_the_build_of_images_read_is_no_mistake() throws IOException {
    Map<String, String> all = new TreeMap<>();
    for (String file : List.of("docker-compose.yml", "docker-compose.secure.yml", "docker/build")) {
      Pattern.compile("\\$\\{(CDC_[A-Z_]+)")
          .matcher(Files.readString(ROOT.resolve(file)))
          .results()
          .forEach(match -> all.put(match.group(1), "x"));
    }

    assertThat(all).containsKeys("CDC_IMAGES", "CDC_VERSION", "CDC_SOURCE_PORT");
    assertThat(unknown(new Cdc(), all, "status")).isEmpty();
    assertThat(unknown(new ConsumerCommand(), all)).isEmpty();
  }

  @Test
  void what_kubernetes_sets_for_services_of_our_name_is_no_mistake() {
    Map<String, String> pod = new TreeMap<>();
    for (String service : List.of("CDC", "CDC_CONSUMER", "CDC_MANAGEMENTS")) {
      pod.put(service + "_SERVICE_HOST", "10.96.12.3");
      pod.put(service + "_SERVICE_PORT", "9400");
      pod.put(service + "_SERVICE_PORT_METRICS", "9400");
      pod.put(service + "_PORT", "tcp://10.96.12.3:9400");
      pod.put(service + "_PORT_9400_TCP", "tcp://10.96.12.3:9400");
      pod.put(service + "_PORT_9400_TCP_ADDR", "10.96.12.3");
      pod.put(service + "_PORT_9400_TCP_PORT", "9400");
      pod.put(service + "_PORT_9400_TCP_PROTO", "tcp");
    }

    assertThat(unknown(new Cdc(), pod, "consumer")).isEmpty();
    assertThat(unknown(new ConsumerCommand(), pod)).isEmpty();
  }

  @Test
  void a_port_that_kubernetes_has_set_is_told_with_the_service_and_what_to_do() {
    CommandRun run = cdc(Map.of("CDC_MANAGEMENT_PORT", "tcp://10.96.12.3:9400"), "consumer");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains(
            "--management-port (CDC_MANAGEMENT_PORT): Kubernetes sets it for a service called"
                + " cdc-management; set enableServiceLinks: false in the pod's spec, or give the"
                + " service another name");
  }

  @Test
  void a_password_that_is_given_as_file_and_as_value_is_refused() throws IOException {
    Path file = Files.writeString(folder.resolve("password"), "Ge7eim");
    Map<String, String> both =
        Map.of("CDC_SOURCE_PASSWORD", "Ge7eim", "CDC_SOURCE_PASSWORD_FILE", file.toString());

    CommandRun run = cdc(both, "producer");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .contains(
            "--source-password-file (CDC_SOURCE_PASSWORD_FILE): CDC_SOURCE_PASSWORD is set too;"
                + " give one of them")
        .doesNotContain("Ge7eim");
  }

  private static Stream<String> variables(CommandLine command) {
    return Stream.concat(
        command.getCommandSpec().options().stream()
            .filter(option -> !option.usageHelp() && !option.versionHelp())
            .map(OptionSpec::longestName)
            .map(name -> "CDC_" + name.substring(2).replace('-', '_').toUpperCase(Locale.ROOT)),
        command.getSubcommands().values().stream().flatMap(EnvironmentTest::variables));
  }

  /** The lines about unknown variables. */
  private static List<String> unknown(
      Object command, Map<String, String> environment, String... arguments) {
    String[] all = Stream.concat(Stream.of(arguments), Stream.of(NO_SUCH)).toArray(String[]::new);
    CommandRun run = CommandRun.of(command, environment, all);
    assertThat(run.err()).contains("'%s': unknown".formatted(NO_SUCH));
    return Pattern.compile("CDC_\\w+: unknown.*")
        .matcher(run.err())
        .results()
        .map(MatchResult::group)
        .toList();
  }

  private static CommandRun cdc(Map<String, String> environment, String... arguments) {
    return CommandRun.of(new Cdc(), environment, arguments);
  }
}
