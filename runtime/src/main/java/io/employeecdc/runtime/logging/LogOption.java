package io.employeecdc.runtime.logging;

import io.employeecdc.runtime.options.OptionReader;
import picocli.CommandLine.Option;

/** How a service's messages are written; to be mixed into its command. */
public final class LogOption {
  @Option(
      names = "--log-format",
      paramLabel = "text|json",
      description =
          "Messages on standard error as text, or each as a JSON object with topic, partition,"
              + " offset, key, schema_id and code as fields. Default: ${DEFAULT-VALUE}.")
  String format = "text";

  /** Takes effect at once, for the complaints about other options as well. */
  public void apply(OptionReader options) {
    options.choice("--log-format", format, LogFormat.class).use();
  }
}
