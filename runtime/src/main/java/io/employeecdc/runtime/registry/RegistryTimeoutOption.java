package io.employeecdc.runtime.registry;

import io.employeecdc.runtime.options.OptionReader;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How patient a service is with the schema registry; to be mixed into its command. */
public final class RegistryTimeoutOption {
  private static final String NAME = "--registry-timeout";

  @Option(
      names = NAME,
      paramLabel = "TIME",
      description = "How long to wait for the schema registry at start. Default: ${DEFAULT-VALUE}.")
  String timeout = "30s";

  public Duration read(OptionReader options) {
    return options.duration(NAME, timeout, Duration.ZERO, Duration.ofHours(1));
  }
}
