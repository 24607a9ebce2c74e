package io.employeecdc.operations.connect;

import io.employeecdc.runtime.options.CommandGroup;
import picocli.CommandLine.Command;

@Command(
    name = "connect",
    description = "Capture from the log with Debezium on Kafka Connect.",
    subcommands = {ConnectCheckCommand.class, ConnectExporterCommand.class})
public final class ConnectCommand extends CommandGroup {}
