package io.employeecdc.pipeline.verify;

import com.zaxxer.hikari.HikariDataSource;
import io.employeecdc.pipeline.output.JsonOption;
import io.employeecdc.runtime.database.DataSources;
import io.employeecdc.runtime.database.DatabaseSettings;
import io.employeecdc.runtime.database.SourceDatabaseOptions;
import io.employeecdc.runtime.database.SqlState;
import io.employeecdc.runtime.database.TargetDatabaseOptions;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.runtime.options.OptionsCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cdc verify}. */
@Command(
    name = "verify",
    description =
        "Compare the employees of source and target; exit code 7 if they differ. Prints keys, never"
            + " values.")
public final class VerifyCommand extends OptionsCommand<VerifySettings> {
  @Mixin SourceDatabaseOptions source = new SourceDatabaseOptions();
  @Mixin TargetDatabaseOptions target = new TargetDatabaseOptions();
  @Mixin JsonOption json = new JsonOption();

  @Option(
      names = "--range-size",
      paramLabel = "N",
      description = "Rows under one checksum. Default: 10000.")
  String rangeSize = "10000";

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Differing keys of each kind to report; all are counted. Default: 100.")
  String limit = "100";

  @Override
  protected VerifySettings read(OptionReader options) {
    return new VerifySettings(
        source.read(options),
        target.read(options),
        options.wholeNumber("--range-size", rangeSize, 1, 1_000_000),
        options.wholeNumber("--limit", limit, 0, 1_000_000),
        json.read(options));
  }

  @Override
  protected ExitCode run(VerifySettings settings) throws InterruptedException {
    VerifyResult result = verify(settings);
    if (!settings.json().replacesText()) {
      VerifyReport.print(result, out());
      out().flush();
    }
    settings.json().write(VerifyReport.json(result), out());
    return result.equal() ? ExitCode.DONE : ExitCode.DATA;
  }

  private static VerifyResult verify(VerifySettings settings) throws InterruptedException {
    try (HikariDataSource source = DataSources.pool(settings.source(), 1, null, null);
        HikariDataSource target = DataSources.pool(settings.target(), 1, null, null)) {
      return Verifier.verify(source, target, settings.rangeSize(), settings.keyLimit());
    } catch (VerifyException e) {
      DatabaseSettings side = e.side() == Side.SOURCE ? settings.source() : settings.target();
      throw SqlState.fatal(side, DataSources.rootCause(e.error()));
    }
  }
}
