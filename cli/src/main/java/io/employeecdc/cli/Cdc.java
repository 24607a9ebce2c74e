package io.employeecdc.cli;

import io.employeecdc.consumer.ConsumerCommand;
import io.employeecdc.operations.backfill.BackfillCommand;
import io.employeecdc.operations.connect.ConnectCommand;
import io.employeecdc.operations.deadletters.DlqCommand;
import io.employeecdc.operations.exporter.ExporterCommand;
import io.employeecdc.operations.offsets.OffsetsCommand;
import io.employeecdc.operations.status.StatusCommand;
import io.employeecdc.operations.verify.VerifyCommand;
import io.employeecdc.producer.ProducerCommand;
import io.employeecdc.runtime.options.CommandGroup;
import io.employeecdc.runtime.options.Commands;
import io.employeecdc.runtime.options.VersionOption;
import io.employeecdc.schematools.command.SchemaCommand;
import io.employeecdc.setup.SetupCommand;
import io.employeecdc.setup.TeardownCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "cdc",
    modelTransformer = WithAddedCommands.class,
    versionProvider = VersionOption.Text.class,
    description = "Carries every change of a table from one PostgreSQL to another.",
    subcommands = {
      SetupCommand.class,
      TeardownCommand.class,
      ProducerCommand.class,
      ConsumerCommand.class,
      StatusCommand.class,
      VerifyCommand.class,
      OffsetsCommand.class,
      BackfillCommand.class,
      DlqCommand.class,
      ConnectCommand.class,
      SchemaCommand.class,
      ExporterCommand.class,
    },
    footer = {
      "",
      "'cdc COMMAND --help' explains a command. Exit codes: 0 done, 1 unexpected, 2 usage,",
      "3 configuration, 4 refused, 5 unreachable, 6 incompatible schema, 7 data differs,",
      "8 another with the same id at work, 130 and 143 ended by a signal,",
      "141 nobody read the output."
    })
public final class Cdc extends CommandGroup {
  @Mixin VersionOption version = new VersionOption();

  public Cdc() {}

  public static void main(String[] arguments) {
    Commands.main(new Cdc(), arguments);
  }
}
