package io.employeecdc.pipeline;

import io.employeecdc.consumer.ConsumerCommand;
import io.employeecdc.pipeline.backfill.BackfillCommand;
import io.employeecdc.pipeline.bench.BenchCommand;
import io.employeecdc.pipeline.deadletters.DlqCommand;
import io.employeecdc.pipeline.demo.DemoCommand;
import io.employeecdc.pipeline.exporter.ExporterCommand;
import io.employeecdc.pipeline.offsets.OffsetsCommand;
import io.employeecdc.pipeline.schema.SchemaCommand;
import io.employeecdc.pipeline.setup.SetupCommand;
import io.employeecdc.pipeline.setup.TeardownCommand;
import io.employeecdc.pipeline.stack.StackCommand;
import io.employeecdc.pipeline.status.StatusCommand;
import io.employeecdc.pipeline.verify.VerifyCommand;
import io.employeecdc.producer.ProducerCommand;
import io.employeecdc.runtime.options.CommandGroup;
import io.employeecdc.runtime.options.Commands;
import io.employeecdc.runtime.options.VersionOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "cdc",
    versionProvider = VersionOption.Text.class,
    description = "Carries every change of a table from one PostgreSQL to another.",
    subcommands = {
      DemoCommand.class,
      StackCommand.class,
      SetupCommand.class,
      TeardownCommand.class,
      ProducerCommand.class,
      ConsumerCommand.class,
      StatusCommand.class,
      VerifyCommand.class,
      OffsetsCommand.class,
      BackfillCommand.class,
      DlqCommand.class,
      SchemaCommand.class,
      ExporterCommand.class,
      BenchCommand.class,
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
