package io.employeecdc.runtime.management;

import io.employeecdc.runtime.options.OptionReader;
import picocli.CommandLine.Option;

/** The management port's option; to be mixed into a service's command. */
public final class ManagementOption {
  @Option(
      names = "--management-port",
      paramLabel = "PORT",
      description = "Port for /metrics and /health; 0 takes a free one. Default: 0.")
  String port = "0";

  public int read(OptionReader options) {
    return options.wholeNumber("--management-port", port, 0, 65_535);
  }
}
