package io.employeecdc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.operations.verify.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * A secret in the wrong place, or in the right one, is told by no command. Whatever options there
 * are, picocli names them here.
 */
@Tag("long")
class SecretOptionsTest {
  private static final String SECRET = "Ge7eim!Wort";

  /** With it, no command goes further than to read its options. */
  private static final String NO_SUCH = "--no-such-option";

  @TempDir Path folder;

  @Test
  void no_command_repeats_what_an_option_holds_however_it_is_given() throws Exception {
    List<String> shapes = shapes();
    Set<String> alone = new HashSet<>();
    int runs = 0;
    for (CommandSpec command : commands(new CommandLine(new Cdc()).getCommandSpec())) {
      List<OptionSpec> texts = options(command).filter(option -> !isFlag(option)).toList();
      for (String shape : shapes) {
        List<String> flags = texts.stream().map(option -> given(option, shape)).toList();
        assertHidden(command, Map.of(), flags);
        runs++;
      }
      assertHidden(command, variables(texts.stream(), SECRET), List.of());
      // Those of several commands are read by the same class.
      for (OptionSpec option :
          options(command).filter(one -> alone.add(one.longestName())).toList()) {
        assertHidden(command, Map.of(), List.of(given(option, SECRET)));
        assertHidden(command, variables(Stream.of(option), SECRET), List.of());
        runs += 2;
      }
    }
    assertThat(alone).hasSizeGreaterThan(50);
    assertThat(runs).isGreaterThan(400);
  }

  @Test
  void an_address_of_the_registry_with_a_user_or_a_parameter_is_refused() {
    String option = "--schema-registry-url";
    int refused = 0;
    for (CommandSpec command : commands(new CommandLine(new Cdc()).getCommandSpec())) {
      boolean asks = command.findOption(option) != null && command.positionalParameters().isEmpty();
      for (String address :
          asks
              ? List.of("http://h:1/?token=x", "https://h/p;x", "http://h:1/#x", "http://me:x@h:1")
              : List.<String>of()) {
        CommandRun run = run(command, Map.of(), List.of(option + "=" + address));

        assertThat(run.exitCode()).as(command.qualifiedName() + address).isEqualTo(2);
        assertThat(run.err()).contains(option, "without user, password or parameters");
        refused++;
      }
    }
    assertThat(refused).isPositive();
  }

  @Test
  void no_command_repeats_what_a_clients_settings_hold() throws Exception {
    List<String> files = settingsFiles();
    Set<List<String>> read = new HashSet<>();
    int runs = 0;
    for (CommandSpec command : commands(new CommandLine(new Cdc()).getCommandSpec())) {
      List<OptionSpec> configs =
          options(command).filter(option -> option.longestName().endsWith("-config")).toList();
      // Those of several commands are read by the same class.
      boolean all = read.add(configs.stream().map(OptionSpec::longestName).sorted().toList());
      for (String file :
          configs.isEmpty() ? List.<String>of() : all ? files : files.subList(0, 2)) {
        assertHidden(
            command, Map.of(), configs.stream().map(option -> given(option, file)).toList());
        runs++;
      }
    }
    assertThat(runs).isGreaterThan(2 * files.size());
  }

  @Test
  void no_command_repeats_an_argument_that_is_not_its_own() {
    for (CommandSpec command : commands(new CommandLine(new Cdc()).getCommandSpec())) {
      for (String argument :
          List.of(SECRET, "--source-password=" + SECRET, "-p" + SECRET, "--" + SECRET)) {
        assertHidden(command, Map.of(), List.of(argument));
      }
    }
  }

  @Test
  void help_shows_the_programs_defaults_and_not_what_the_environment_holds() {
    for (CommandSpec command : commands(new CommandLine(new Cdc()).getCommandSpec())) {
      Stream<OptionSpec> texts = options(command).filter(option -> !isFlag(option));
      CommandRun run = run(command, variables(texts, SECRET), List.of("--help"));

      assertThat(run.exitCode()).as(command.qualifiedName()).isZero();
      assertThat(run.out()).startsWith("Usage").doesNotContain(SECRET);
    }
  }

  /** With passwords and settings that are good, and servers that are not there. */
  @Test
  @Tag("nightly")
  void no_command_that_cannot_reach_its_servers_tells_a_password() throws Exception {
    Map<String, String> environment = unreachable();
    for (CommandSpec command : commands(new CommandLine(new Cdc()).getCommandSpec())) {
      boolean asks =
          options(command).map(OptionSpec::longestName).anyMatch(SecretOptionsTest::isOfServers);
      if (asks) {
        CommandRun run = run(command, environment, List.of());

        assertThat(run.exitCode()).as(command.qualifiedName()).isNotZero();
        assertThat(run.out() + run.err()).as(command.qualifiedName()).doesNotContain(SECRET);
      }
    }
  }

  private static boolean isOfServers(String option) {
    return option.equals("--kafka-config")
        || option.equals("--schema-registry-config")
        || option.endsWith("-password-file");
  }

  private Map<String, String> unreachable() throws IOException {
    Map<String, String> environment = new TreeMap<>();
    for (String side : List.of("SOURCE", "TARGET")) {
      environment.put("CDC_" + side + "_URL", "jdbc:postgresql://127.0.0.1:1/none");
      environment.put("CDC_" + side + "_USER", "me");
      environment.put("CDC_" + side + "_PASSWORD", SECRET);
    }
    environment.put("CDC_BOOTSTRAP_SERVERS", "127.0.0.1:1");
    environment.put("CDC_SCHEMA_REGISTRY_URL", "http://127.0.0.1:1");
    environment.put("CDC_REGISTRY_TIMEOUT", "100ms");
    environment.put(
        "CDC_KAFKA_CONFIG",
        file(
            "login.properties",
            "security.protocol=SASL_PLAINTEXT",
            "sasl.mechanism=PLAIN",
            "sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required"
                + " username=\"me\" password=\""
                + SECRET
                + "\";",
            "ssl.key.password=" + SECRET,
            "some.interceptors.password=" + SECRET));
    environment.put(
        "CDC_SCHEMA_REGISTRY_CONFIG",
        file(
            "registry.properties",
            "basic.auth.credentials.source=USER_INFO",
            "basic.auth.user.info=me:" + SECRET));
    // An address of nobody's: who only listens would do so for ever.
    environment.put("CDC_MANAGEMENT_ADDRESS", "203.0.113.1");
    return environment;
  }

  /** As a value, beside a host, as a parameter, in files. */
  private List<String> shapes() throws IOException {
    List<String> shapes =
        new ArrayList<>(
            List.of(
                SECRET,
                "http://me:" + SECRET + "@host:8081",
                "https://" + SECRET + "@host/path",
                "http://host:8081/?token=" + SECRET,
                "http://host:8081/#" + SECRET,
                "jdbc:postgresql://me:" + SECRET + "@host/db",
                "jdbc:postgresql://host/db?password=" + SECRET,
                "jdbc:postgresql://host/db?" + SECRET + "=1",
                "me:" + SECRET + "@host:9092",
                SECRET + "@host:9092",
                "host:9092,host:9092?token=" + SECRET,
                "password=" + SECRET,
                folder.resolve("none/" + SECRET).toString()));
    shapes.add(file("secret", SECRET));
    shapes.add(file("broken.properties", SECRET + "=\\u00"));
    return shapes;
  }

  /** In each setting that is checked before anybody connects, and in some that are not. */
  private List<String> settingsFiles() throws IOException {
    List<String> files = new ArrayList<>();
    for (String setting :
        List.of(
            "security.protocol",
            "sasl.mechanism",
            "sasl.jaas.config",
            "ssl.truststore.location",
            "ssl.keystore.key",
            "ssl.truststore.certificates",
            "ssl.protocol",
            "retries",
            "client.dns.lookup",
            "metric.reporters",
            "interceptor.classes",
            "partition.assignment.strategy",
            "max.poll.records",
            "acks",
            "sasl.login.class",
            "basic.auth.credentials.source",
            "bearer.auth.credentials.source",
            "http.read.timeout.ms",
            "schema.registry.ssl.truststore.location",
            "schema.registry.ssl.truststore.type")) {
      files.add(file(setting + ".properties", "sasl.mechanism=PLAIN", setting + "=" + SECRET));
      files.add(
          file(
              setting + "-tls.properties",
              "security.protocol=SASL_SSL",
              setting + "=a " + SECRET + " required b=\"" + SECRET + "\""));
    }
    return files;
  }

  private String file(String name, String... lines) throws IOException {
    return Files.write(folder.resolve(name), List.of(lines)).toString();
  }

  private static void assertHidden(
      CommandSpec command, Map<String, String> environment, List<String> arguments) {
    List<String> all = new ArrayList<>(arguments);
    all.add(NO_SUCH);
    CommandRun run = run(command, environment, all);
    String given = command.qualifiedName() + " " + arguments + environment;

    assertThat(run.exitCode()).as(given).isEqualTo(2);
    assertThat(run.out() + run.err()).as(given).doesNotContain(SECRET, "Ge7eim", "!Wort");
    assertThat(run.out() + run.err()).as(given).doesNotContainIgnoringCase(SECRET);
  }

  private static CommandRun run(
      CommandSpec command, Map<String, String> environment, List<String> arguments) {
    List<String> all = new ArrayList<>(List.of(command.qualifiedName().split(" ")));
    all.remove(0);
    all.addAll(arguments);
    return CommandRun.of(new Cdc(), environment, all.toArray(String[]::new));
  }

  private static List<CommandSpec> commands(CommandSpec top) {
    List<CommandSpec> all = new ArrayList<>(List.of(top));
    top.subcommands().values().forEach(sub -> all.addAll(commands(sub.getCommandSpec())));
    return all;
  }

  private static Stream<OptionSpec> options(CommandSpec command) {
    return command.options().stream()
        .filter(option -> !option.usageHelp() && !option.versionHelp());
  }

  private static boolean isFlag(OptionSpec option) {
    return option.type() == boolean.class;
  }

  private static String given(OptionSpec option, String text) {
    return option.longestName() + "=" + text;
  }

  private static Map<String, String> variables(Stream<OptionSpec> options, String text) {
    Map<String, String> variables = new TreeMap<>();
    options.forEach(
        option ->
            variables.put(
                "CDC_"
                    + option.longestName().substring(2).replace('-', '_').toUpperCase(Locale.ROOT),
                text));
    return variables;
  }
}
