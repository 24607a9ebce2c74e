package io.employeecdc.pipeline.verify;

import io.employeecdc.contract.table.Contract;
import io.employeecdc.pipeline.output.Confirmation;
import io.employeecdc.pipeline.output.JsonOption;
import io.employeecdc.pipeline.verify.settle.SettleSettings;
import io.employeecdc.runtime.database.SourceDatabaseOptions;
import io.employeecdc.runtime.database.TargetDatabaseOptions;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.kafka.ContractOption;
import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.runtime.options.OptionsCommand;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code cdc verify}. */
@Command(
    name = "verify",
    description = {
      "Compare the table of source and target, also beside live traffic. Prints keys, never"
          + " values. Exit code 0 if they are equal, 7 if keys truly differ, 5 if it could not be told"
          + " of some within --settle because their changes were still in flight.",
      "",
      "A key that differs at first sight is looked at again once the pipeline has handled all that"
          + " was committed before, and is compared at the same action_id on both sides. 'verified"
          + " through' is the moment of the source up to which all other keys are proven equal.",
      ""
    })
public final class VerifyCommand extends OptionsCommand<VerifySettings> {
  private static final Pattern MAX_DELETES = Pattern.compile("\\d{1,9}|\\d{1,2}%|100%");
  private static final String DELETES = "a number of keys such as 20, or a share such as 5%";

  @Mixin ContractOption contract = new ContractOption();
  @Mixin SourceDatabaseOptions source = new SourceDatabaseOptions();
  @Mixin TargetDatabaseOptions target = new TargetDatabaseOptions();
  @Mixin SettleOptions settle = new SettleOptions();
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

  @Option(
      names = "--repair",
      description =
          "Heal what differs, through the pipeline: the source's rows are sent again as SNAPSHOT, and"
              + " for keys that only the target has a DELETE is captured. Then verify again. Writes to"
              + " the source's capture table only, never to the target.")
  boolean repair;

  @Option(
      names = "--yes",
      description = "Do not ask before a repair; needed where there is no terminal.")
  boolean yes;

  @Option(
      names = "--max-deletes",
      paramLabel = "N|PERCENT%",
      description =
          "So many keys, or so large a share of the target's rows, may a repair delete; it does nothing"
              + " where it would be more. Default: ${DEFAULT-VALUE}.")
  String maxDeletes = "5%";

  @Option(
      names = "--metrics-file",
      paramLabel = "FILE",
      description =
          "Write the result as Prometheus metrics to this file, such as one ending in .prom in the"
              + " folder of node_exporter's textfile collector.")
  String metricsFile;

  @Override
  protected VerifySettings read(OptionReader options) {
    Contract named = contract.read(options);
    Optional<SettleSettings> settling = settle.read(options, named.names());
    if (repair && settling.isEmpty()) {
      options.complain("--repair", "a change on its way is no difference; give --settle a time");
    }
    if (repair && !yes && !Confirmation.isPossible()) {
      options.complain("--yes", "missing, and there is no terminal to ask on");
    }
    return new VerifySettings(
        named.table(),
        source.read(options),
        target.read(options),
        settling,
        options.wholeNumber("--range-size", rangeSize, 1, 1_000_000),
        options.wholeNumber("--limit", limit, 0, 1_000_000),
        new VerifySettings.RepairSettings(
            repair,
            !yes,
            new VerifySettings.MostDeletes(
                options.matching(
                    "--max-deletes",
                    options.required("--max-deletes", maxDeletes, DELETES),
                    MAX_DELETES,
                    DELETES))),
        Optional.ofNullable(options.writableFile("--metrics-file", metricsFile)),
        json.read(options));
  }

  @Override
  protected ExitCode run(VerifySettings settings) throws InterruptedException {
    return new VerifyRun(settings, out(), err()).run();
  }
}
