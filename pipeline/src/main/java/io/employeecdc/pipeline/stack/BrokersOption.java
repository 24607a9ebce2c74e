package io.employeecdc.pipeline.stack;

import io.employeecdc.runtime.options.OptionReader;
import picocli.CommandLine.Option;

/** How many brokers a local stack has; to be mixed into a command. */
public final class BrokersOption {
  @Option(names = "--brokers", paramLabel = "N", description = "Kafka brokers, 1 or 3. Default: 1.")
  String brokers = "1";

  /** The number; 1 after a complaint. */
  public int read(OptionReader options) {
    if (!brokers.equals("1") && !brokers.equals("3")) {
      options.complain("--brokers", "not 1 or 3");
      return 1;
    }
    return Integer.parseInt(brokers);
  }
}
