package io.employeecdc.secure;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.consumer.ConsumerCommand;
import io.employeecdc.localstack.CertificateAuthority;
import io.employeecdc.localstack.StackUser;
import io.employeecdc.operations.backfill.BackfillCommand;
import io.employeecdc.operations.deadletters.DlqCommand;
import io.employeecdc.operations.exporter.ExporterCommand;
import io.employeecdc.operations.status.StatusCommand;
import io.employeecdc.operations.verify.CommandRun;
import io.employeecdc.operations.verify.Impatient;
import io.employeecdc.operations.verify.VerifyCommand;
import io.employeecdc.producer.ProducerCommand;
import io.employeecdc.setup.SetupCommand;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each command against each server, with each thing that can be wrong between them. */
// A service that is not refused runs until somebody ends it.
@Tag("servers")
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class RefusalsTest {
  private static final String WRONG = "wrong-password-42";

  @TempDir private static Path folder;
  private static Impostor plainImpostor;
  private static Impostor postgresImpostor;

  private enum Fault {
    UNKNOWN_AUTHORITY("not from an authority that is trusted here"),
    EXPIRED("has expired (NotAfter:"),
    OTHER_HOST("is for another host name"),
    WRONG_PASSWORD("");

    private final String says;

    Fault(String says) {
      this.says = says;
    }
  }

  @BeforeAll
  static void otherAuthority() throws Exception {
    // The start of the servers is no part of what is waited for below.
    Secured.pipeline();
    Path key = folder.resolve("expired.key");
    Path certificate = folder.resolve("expired.crt");
    try (CertificateAuthority other = CertificateAuthority.create(folder)) {
      other.writeCertificate(otherAuthorityFile());
      other.issue("expired", "-3d", 1, key, certificate);
    }
    plainImpostor = Impostor.with(key, certificate, false);
    postgresImpostor = Impostor.with(key, certificate, true);
    Files.writeString(folder.resolve("wrong.password"), WRONG);
  }

  @AfterAll
  static void end() throws Exception {
    plainImpostor.close();
    postgresImpostor.close();
  }

  static Stream<Arguments> faults() {
    return Stream.of(
            on("producer", StackUser.PRODUCER, "kafka", "source", "registry"),
            on("consumer", StackUser.CONSUMER, "kafka", "target", "registry"),
            on("setup", StackUser.SETUP, "kafka", "source", "target", "registry"),
            on("verify --settle 5s", StackUser.VERIFY, "source", "target"),
            on("dlq list", StackUser.DLQ, "kafka"),
            // It asks the registry where there is a letter, as the consumer does.
            on("dlq replay --yes", StackUser.DLQ, "kafka", "target"),
            on("backfill", StackUser.SETUP, "source"),
            on("status", StackUser.VERIFY, "kafka"),
            on("kafka-exporter", StackUser.MONITOR, "kafka"))
        .flatMap(cases -> cases);
  }

  private static Stream<Arguments> on(String command, StackUser user, String... servers) {
    return Stream.of(servers)
        .flatMap(
            server ->
                Stream.of(Fault.values())
                    .filter(fault -> fault != Fault.WRONG_PASSWORD || !server.equals("registry"))
                    .map(fault -> Arguments.of(command, user, server, fault)));
  }

  /** With the faults: it starts a command for each of nearly seventy. */
  @Tag("faults")
  @ParameterizedTest(name = "{0}: {2} {3}")
  @MethodSource("faults")
  void is_one_line_that_names_the_setting_and_exit_code_4(
      String command, StackUser user, String server, Fault fault) {
    Map<String, String> environment = Secured.environment(user);
    String setting =
        switch (server) {
          case "kafka" -> breakKafka(environment, fault);
          case "registry" -> breakRegistry(environment, fault);
          default -> breakDatabase(environment, server, fault);
        };

    CommandRun run = run(command, environment);

    List<String> said = run.err().lines().filter(line -> line.contains("; check ")).toList();
    assertThat(said).as(run.err()).hasSize(1);
    assertThat(said.get(0)).contains(setting, fault.says);
    assertThat(run.exitCode()).isEqualTo(4);
    assertThat(run.err() + run.out())
        .doesNotContain(
            "\tat ", WRONG, Secured.stack().access().password(Secured.stack().source(), user));
  }

  @Test
  void a_command_without_tls_is_told_where_to_ask_for_it() {
    Map<String, String> environment = Secured.environment(StackUser.PRODUCER);
    environment.putAll(Impatient.WITH_KAFKA);

    CommandRun run = run("producer", environment);

    assertThat(run.err()).contains("--kafka-config if the brokers want TLS");
    assertThat(run.exitCode()).isEqualTo(5);
  }

  @Test
  void a_database_that_wants_tls_tells_whoever_does_not() {
    Map<String, String> environment = Secured.environment(StackUser.CONSUMER);
    environment.compute(
        "CDC_TARGET_URL", (name, url) -> url.replaceAll("\\?.*", "?sslmode=disable"));

    CommandRun run = run("consumer", environment);

    assertThat(run.err()).contains("SQLSTATE 28000", "sslmode in --target-url");
    assertThat(run.exitCode()).isEqualTo(4);
  }

  @Test
  void files_of_certificates_that_are_missing_are_named() {
    Map<String, String> environment = Secured.environment(StackUser.PRODUCER);
    Secured.change(
        environment,
        "CDC_KAFKA_CONFIG",
        "ssl.truststore.location",
        "/nowhere/ca.crt",
        folder.resolve("nowhere.properties"));
    assertThat(run("producer", environment))
        .returns(2, CommandRun::exitCode)
        .satisfies(
            run -> assertThat(run.err()).contains("--kafka-config", "ssl.truststore.location"));

    environment = Secured.environment(StackUser.PRODUCER);
    environment.compute(
        "CDC_SOURCE_URL",
        (name, url) -> url.replaceAll("sslrootcert=.*", "sslrootcert=/nowhere/ca.crt"));
    assertThat(run("producer", environment))
        .returns(4, CommandRun::exitCode)
        .satisfies(run -> assertThat(run.err()).contains("sslrootcert in --source-url"));
  }

  @Test
  void settings_that_are_no_use_are_refused_before_anybody_connects() throws Exception {
    Path garbage = Files.writeString(folder.resolve("garbage.crt"), "no certificate at all");
    Map<String, String> environment = Secured.environment(StackUser.PRODUCER);
    Secured.change(
        environment,
        "CDC_KAFKA_CONFIG",
        "ssl.truststore.location",
        garbage.toString(),
        folder.resolve("kafka-garbage.properties"));
    Secured.change(
        environment,
        "CDC_SCHEMA_REGISTRY_CONFIG",
        "schema.registry.ssl.truststore.location",
        garbage.toString(),
        folder.resolve("registry-garbage.properties"));

    CommandRun run = run("producer", environment);

    assertThat(run.err())
        .contains("2 options are wrong", "kafka-garbage", "registry-garbage", "garbage.crt")
        .doesNotContain("\tat ");
    assertThat(run.exitCode()).isEqualTo(2);
  }

  @Test
  void a_login_that_is_written_wrongly_is_refused_without_showing_it() {
    Map<String, String> environment = Secured.environment(StackUser.DLQ);
    Secured.change(
        environment,
        "CDC_KAFKA_CONFIG",
        "sasl.jaas.config",
        "org.apache.kafka.common.security.scram.ScramLoginModule required password=" + WRONG,
        folder.resolve("login.properties"));

    CommandRun run = run("dlq list", environment);

    assertThat(run.err()).contains("--kafka-config", "login.properties", "JAAS");
    assertThat(run.err()).doesNotContain(WRONG, "\tat ");
    assertThat(run.exitCode()).isEqualTo(2);
  }

  private static CommandRun run(String line, Map<String, String> environment) {
    String[] words = line.split(" ", -1);
    Object command =
        switch (words[0]) {
          case "producer" -> new ProducerCommand();
          case "consumer" -> new ConsumerCommand();
          case "setup" -> new SetupCommand();
          case "verify" -> new VerifyCommand();
          case "backfill" -> new BackfillCommand();
          case "status" -> new StatusCommand();
          case "kafka-exporter" -> new ExporterCommand();
          default -> new DlqCommand();
        };
    return CommandRun.of(command, environment, Arrays.copyOfRange(words, 1, words.length));
  }

  private static String breakKafka(Map<String, String> environment, Fault fault) {
    Path copy = folder.resolve("kafka.properties");
    String trust = "ssl.truststore.location";
    switch (fault) {
      case WRONG_PASSWORD -> {
        Secured.change(
            environment,
            "CDC_KAFKA_CONFIG",
            "sasl.jaas.config",
            "org.apache.kafka.common.security.scram.ScramLoginModule required"
                + " username=\"producer\" password=\"%s\";".formatted(WRONG),
            copy);
        return "sasl.jaas.config in --kafka-config";
      }
      case OTHER_HOST ->
          environment.compute(
              "CDC_BOOTSTRAP_SERVERS", (name, hosts) -> hosts.replace("127.0.0.1", "localhost"));
      default ->
          Secured.change(
              environment, "CDC_KAFKA_CONFIG", trust, otherAuthorityFile().toString(), copy);
    }
    if (fault == Fault.EXPIRED) {
      environment.put("CDC_BOOTSTRAP_SERVERS", "127.0.0.1:" + plainImpostor.port());
    }
    return fault == Fault.OTHER_HOST ? "--bootstrap-servers" : trust + " in --kafka-config";
  }

  private static String breakRegistry(Map<String, String> environment, Fault fault) {
    String trust = "schema.registry.ssl.truststore.location";
    if (fault == Fault.OTHER_HOST) {
      environment.compute(
          "CDC_SCHEMA_REGISTRY_URL", (name, url) -> url.replace("127.0.0.1", "localhost"));
      return "--schema-registry-url";
    }
    Secured.change(
        environment,
        "CDC_SCHEMA_REGISTRY_CONFIG",
        trust,
        otherAuthorityFile().toString(),
        folder.resolve("registry.properties"));
    if (fault == Fault.EXPIRED) {
      environment.put("CDC_SCHEMA_REGISTRY_URL", "https://127.0.0.1:" + plainImpostor.port());
    }
    return trust + " in --schema-registry-config";
  }

  private static String breakDatabase(Map<String, String> environment, String side, Fault fault) {
    String prefix = "CDC_" + side.toUpperCase(Locale.ROOT);
    String trustOther =
        "sslrootcert=" + URLEncoder.encode(otherAuthorityFile().toString(), StandardCharsets.UTF_8);
    switch (fault) {
      case WRONG_PASSWORD ->
          environment.put(prefix + "_PASSWORD_FILE", folder.resolve("wrong.password").toString());
      case OTHER_HOST ->
          environment.compute(
              prefix + "_URL", (name, url) -> url.replace("127.0.0.1", "localhost"));
      case UNKNOWN_AUTHORITY ->
          environment.compute(
              prefix + "_URL", (name, url) -> url.replaceAll("sslrootcert=.*", trustOther));
      case EXPIRED ->
          environment.put(
              prefix + "_URL",
              "jdbc:postgresql://127.0.0.1:%d/%s?sslmode=verify-full&%s"
                  .formatted(postgresImpostor.port(), side, trustOther));
    }
    return switch (fault) {
      case WRONG_PASSWORD -> "--" + side + "-password-file";
      case OTHER_HOST -> "--" + side + "-url";
      default -> "sslrootcert";
    };
  }

  private static Path otherAuthorityFile() {
    return folder.resolve("other.crt");
  }
}
