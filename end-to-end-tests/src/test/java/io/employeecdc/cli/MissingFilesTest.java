package io.employeecdc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.operations.verify.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of a file that is not there, Kafka's own client says what its login module makes of it. */
class MissingFilesTest {
  private static final String KERBEROS =
      "com.sun.security.auth.module.Krb5LoginModule required useKeyTab=true %s principal=\"a@B\";";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "ssl.truststore.location, %s",
    "ssl.keystore.location, %s",
    "sasl.oauthbearer.assertion.file, %s",
    "sasl.oauthbearer.token.endpoint.url, file://%s",
    "sasl.jaas.config, keyTab=\"%s\"",
    "sasl.jaas.config, keyTab = %s",
    "sasl.jaas.config, keyTab=file:%s",
    "sasl.jaas.config, keyTab=\"%s of a name with spaces\""
  })
  void a_file_that_a_setting_names_is_missed_by_the_settings_name(String setting, String named)
      throws IOException {
    String value = named.formatted(folder.resolve("to-be-read"));
    boolean login = setting.equals("sasl.jaas.config");
    Path settings =
        Files.writeString(
            folder.resolve("kafka.properties"),
            "sasl.mechanism=GSSAPI\n%s=%s\n"
                .formatted(setting, login ? KERBEROS.formatted(value) : value));

    assertThat(refusal(settings)).contains(setting + ": not a file that can be read");
    for (String name : List.of("to-be-read", "to-be-read of a name with spaces")) {
      Files.writeString(folder.resolve(name), "x");
    }
    assertThat(refusal(settings)).doesNotContain("not a file that can be read");
  }

  private static String refusal(Path settings) {
    CommandRun run =
        CommandRun.of(
            new Cdc(), Map.of(), "dlq", "list", "--kafka-config", settings.toString(), "--no");
    return run.err();
  }
}
