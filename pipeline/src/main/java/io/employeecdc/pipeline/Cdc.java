package io.employeecdc.pipeline;

import io.employeecdc.consumer.ConsumerCommand;
import io.employeecdc.pipeline.bench.BenchCommand;
import io.employeecdc.pipeline.deadletters.DlqCommand;
import io.employeecdc.pipeline.demo.DemoCommand;
import io.employeecdc.pipeline.schema.SchemaCommand;
import io.employeecdc.pipeline.setup.SetupCommand;
import io.employeecdc.pipeline.stack.StackCommand;
import io.employeecdc.pipeline.verify.VerifyCommand;
import io.employeecdc.producer.ProducerCommand;
import io.employeecdc.runtime.options.Commands;
import picocli.CommandLine.Command;

/** The root of the command line. */
@Command(
    name = "cdc",
    description = "Carries every change of an employees table from one PostgreSQL to another.",
    subcommands = {
      StackCommand.class,
      SetupCommand.class,
      ProducerCommand.class,
      ConsumerCommand.class,
      VerifyCommand.class,
      DlqCommand.class,
      DemoCommand.class,
      SchemaCommand.class,
      BenchCommand.class,
    })
public final class Cdc {
  private Cdc() {}

  public static void main(String[] arguments) {
    System.exit(Commands.execute(new Cdc(), System.getenv(), arguments));
  }
}
