package io.employeecdc.pipeline.schema;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code cdc schema}. */
@Command(
    name = "schema",
    description = "Change the schema so that nobody downstream notices.",
    subcommands = {SchemaCheckCommand.class})
public final class SchemaCommand {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Print this help and end.")
  boolean help;
}
