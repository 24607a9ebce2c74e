package io.employeecdc.pipeline.deadletters;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code cdc dlq}. */
@Command(
    name = "dlq",
    description = "Look at the changes that could not be applied.",
    subcommands = {
      DlqListCommand.class,
      DlqShowCommand.class,
    })
public final class DlqCommand {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this help and end.")
  boolean help;
}
