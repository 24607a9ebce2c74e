package io.employeecdc.schematools.command;

import io.employeecdc.runtime.options.CommandGroup;
import io.employeecdc.schematools.candeploy.CanDeployCommand;
import picocli.CommandLine.Command;

@Command(
    name = "schema",
    description = "Change the schema so that nobody downstream notices.",
    subcommands = {
      SchemaCheckCommand.class,
      SchemaReportCommand.class,
      SchemaReleaseCommand.class,
      SchemaRegisterCommand.class,
      CanDeployCommand.class
    })
public final class SchemaCommand extends CommandGroup {}
