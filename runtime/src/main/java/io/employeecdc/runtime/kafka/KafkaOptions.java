package io.employeecdc.runtime.kafka;

import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.runtime.options.SettingsFile;
import java.util.Map;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** The options of everything that talks to Kafka; to be mixed into a command. */
public final class KafkaOptions {
  private static final String SERVER = OptionReader.HOST + ":\\d{1,5}";
  private static final Pattern SERVERS = Pattern.compile(SERVER + "(," + SERVER + ")*");

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
    Map<String, String> security = SettingsFile.read(options, "--kafka-config", configFile);
    ClientSettings.fault(security)
        .ifPresent(fault -> options.complain("--kafka-config", configFile + ": " + fault));
    return new KafkaSettings(servers, security);
  }
}
