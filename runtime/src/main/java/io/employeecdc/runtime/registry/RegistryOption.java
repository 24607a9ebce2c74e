package io.employeecdc.runtime.registry;

import io.employeecdc.runtime.options.OptionReader;
import picocli.CommandLine.Option;

/** Where the schema registry is; to be mixed into a command. */
public final class RegistryOption {
  private static final String NAME = "--schema-registry-url";

  @Option(names = NAME, paramLabel = "URL", description = "Schema registry with Confluent's API.")
  String url;

  /** Its address; several of one registry are separated by commas. */
  public String read(OptionReader options) {
    return options.httpUrl(NAME, url);
  }
}
