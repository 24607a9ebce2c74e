package io.employeecdc.operations.connect;

import io.employeecdc.contract.table.Contract;
import io.employeecdc.runtime.database.Database;
import io.employeecdc.runtime.database.DatabaseSettings;
import io.employeecdc.runtime.database.SourceDatabaseOptions;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.kafka.ContractOption;
import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.runtime.options.OptionsCommand;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "check",
    description =
        "Look at a connector's configuration and at the source before it is started, and say all"
            + " that is wrong. Changes nothing.")
public final class ConnectCheckCommand extends OptionsCommand<ConnectCheckCommand.Settings> {
  @Mixin ContractOption contract = new ContractOption();
  @Mixin SourceDatabaseOptions source = new SourceDatabaseOptions();

  @Parameters(
      paramLabel = "FILE",
      description = "The connector's JSON, with name and config, or what config holds.")
  Path file;

  record Settings(Contract contract, DatabaseSettings source, Path file) {}

  @Override
  protected Settings read(OptionReader options) {
    return new Settings(contract.read(options), source.read(options), file);
  }

  @Override
  protected ExitCode run(Settings settings) {
    ConnectorConfig connector = ConnectorConfig.read(settings.file());
    List<String> findings = new ArrayList<>(connector.findings(settings.contract()));
    try (Database source = Database.open(settings.source(), 1)) {
      findings.addAll(
          source.with(
              connection -> new LogSource(connection, settings.contract(), connector).findings()));
    }
    if (!findings.isEmpty()) {
      throw CdcException.listing(
          ErrorCode.CONFIGURATION, "the connector must not be started yet:", findings);
    }
    out().printf("%s and the source are as the log's capture needs them%n", settings.file());
    return ExitCode.DONE;
  }
}
