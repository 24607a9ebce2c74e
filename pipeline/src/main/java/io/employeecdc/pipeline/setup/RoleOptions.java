package io.employeecdc.pipeline.setup;

import picocli.CommandLine.Option;

/** Who is to be given what in the databases; to be mixed into a command. */
final class RoleOptions {
  @Option(
      names = "--producer-role",
      paramLabel = "NAME",
      description =
          "Role of the source that the producer connects as; is given what it needs and no more."
              + " The role has to be there.")
  String producer;

  @Option(
      names = "--consumer-role",
      paramLabel = "NAME",
      description = "The same for the consumer, and for 'dlq replay', in the target.")
  String consumer;

  @Option(
      names = "--verify-role",
      paramLabel = "NAME",
      description = "The same for 'verify' without --repair, in both.")
  String verify;

  SetupSettings.Roles read() {
    return new SetupSettings.Roles(producer, consumer, verify);
  }
}
