package io.employeecdc.operations.deadletters;

import io.employeecdc.runtime.options.CommandGroup;
import picocli.CommandLine.Command;

@Command(
    name = "dlq",
    description = "The changes that could not be applied: what there is, why, and another try.",
    subcommands = {
      DlqListCommand.class,
      DlqShowCommand.class,
      DlqReplayCommand.class,
      DlqSkipCommand.class,
    })
public final class DlqCommand extends CommandGroup {}
