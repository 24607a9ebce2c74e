package io.employeecdc.pipeline.stack;

import io.employeecdc.runtime.options.CommandGroup;
import picocli.CommandLine.Command;

/** {@code cdc stack}. */
@Command(
    name = "stack",
    description = "A local PostgreSQL pair, Kafka and schema registry, in the background.",
    subcommands = {
      StackUp.class,
      StackStatus.class,
      StackEnvironment.class,
      StackDown.class,
    })
public final class StackCommand extends CommandGroup {}
