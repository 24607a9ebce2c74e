package io.employeecdc.runtime.registry;

import io.employeecdc.runtime.options.OptionReader;
import picocli.CommandLine.Option;

/** Where the schema registry is; to be mixed into a command. */
public final class RegistryOption {
  private static final String NAME = "--schema-registry-url";
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
    return new RegistrySettings(options.httpUrl(NAME, url), options.properties(CONFIG, configFile));
  }
}
