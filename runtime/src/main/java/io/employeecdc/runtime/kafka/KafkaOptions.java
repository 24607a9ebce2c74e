package io.employeecdc.runtime.kafka;

import io.employeecdc.runtime.options.OptionReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** The options of everything that talks to Kafka; to be mixed into a command. */
public final class KafkaOptions {
  private static final Pattern SERVERS =
      Pattern.compile("[^,:\\s]+:\\d{1,5}(,[^,:\\s]+:\\d{1,5})*|\\[[0-9a-fA-F:]+]:\\d{1,5}");

  @Option(
      names = "--bootstrap-servers",
      paramLabel = "HOST:PORT,…",
      description = "Kafka brokers to ask first.")
  String bootstrapServers;

  @Option(
      names = "--kafka-config",
      paramLabel = "FILE",
      description = "Properties file with Kafka client settings for TLS and SASL.")
  String configFile;

  public KafkaSettings read(OptionReader options) {
    String needed = "host:port, comma-separated";
    String servers = options.required("--bootstrap-servers", bootstrapServers, needed);
    options.matching("--bootstrap-servers", servers, SERVERS, needed);
    return new KafkaSettings(servers, load(options));
  }

  private Map<String, String> load(OptionReader options) {
    Path file = options.readableFile("--kafka-config", configFile);
    Map<String, String> settings = new HashMap<>();
    if (file != null && Files.isReadable(file)) {
      Properties properties = new Properties();
      try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
        properties.load(reader);
      } catch (IOException | IllegalArgumentException e) {
        options.complain("--kafka-config", "'" + file + "' is not a properties file");
      }
      properties.forEach((name, value) -> settings.put(name.toString(), value.toString()));
    }
    return settings;
  }
}
