package io.employeecdc.pipeline.deadletters;

import io.employeecdc.runtime.options.CommandGroup;
import picocli.CommandLine.Command;

/** {@code cdc dlq}. */
@Command(
    name = "dlq",
    description = "Look at the changes that could not be applied.",
    subcommands = {
      DlqListCommand.class,
      DlqShowCommand.class,
    })
public final class DlqCommand extends CommandGroup {}
