package io.employeecdc.runtime.registry;

import io.employeecdc.runtime.kafka.ClientSettings;
import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.runtime.options.SettingsFile;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Where the schema registry is; to be mixed into a command. */
public final class RegistryOption {
  private static final String NAME = "--schema-registry-url";
  private static final String PREFIX = "schema.registry.";
  private static final String CONFIG = "--schema-registry-config";

  @Option(names = NAME, paramLabel = "URL", description = "Schema registry with Confluent's API.")
  String url;

  @Option(
      names = CONFIG,
      paramLabel = "FILE",
      description =
          "Properties file with settings of Confluent's client for TLS and authentication, such as"
              + " schema.registry.ssl.truststore.location.")
  String configFile;

  /** Its address, and how to get in. */
  public RegistrySettings read(OptionReader options) {
    Map<String, String> security = SettingsFile.read(options, CONFIG, configFile);
    ClientSettings.fault(tls(security))
        .ifPresent(fault -> options.complain(CONFIG, configFile + ": " + fault));
    return new RegistrySettings(options.httpUrl(NAME, url), security);
  }

  /** Those that Confluent's client has from Kafka's, under the names that they have there. */
  private static Map<String, String> tls(Map<String, String> security) {
    Map<String, String> settings = new HashMap<>();
    if (!security.isEmpty()) {
      settings.put("security.protocol", "SSL");
    }
    security.forEach(
        (name, value) -> {
          if (name.startsWith(PREFIX + "ssl.")) {
            settings.put(name.substring(PREFIX.length()), value);
          }
        });
    return settings;
  }
}
