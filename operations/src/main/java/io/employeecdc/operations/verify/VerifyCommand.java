package io.employeecdc.operations.verify;

import io.employeecdc.contract.Names;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.operations.cluster.Pipeline;
import io.employeecdc.runtime.database.SourceDatabaseOptions;
import io.employeecdc.runtime.database.TargetDatabaseOptions;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.kafka.KafkaName;
import io.employeecdc.runtime.kafka.PositionTopicOption;
import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.runtime.options.OptionsCommand;
import io.employeecdc.runtime.results.Confirmation;
import io.employeecdc.runtime.results.JsonOption;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
public final class VerifyCommand extends OptionsCommand<VerifyRun.Settings> {
  private static final Pattern MAX_DELETES = Pattern.compile("\\d{1,9}|\\d{1,2}%|100%");
  private static final String DELETES = "a number of keys such as 20, or a share such as 5%";

  @Mixin SourceDatabaseOptions source = new SourceDatabaseOptions();
  @Mixin TargetDatabaseOptions target = new TargetDatabaseOptions();
  @Mixin Pipeline.Options pipeline = new Pipeline.Options();
  @Mixin PositionTopicOption positionTopic = new PositionTopicOption();
  @Mixin JsonOption json = new JsonOption();

  @Option(
      names = "--settle",
      paramLabel = "TIME",
      description =
          "How long to wait at most until keys that differ at first sight have settled. 0 compares"
              + " once and needs no Kafka; a change on its way is then a difference. Default: 30s.")
  String settle = "30s";

  @Option(
      names = "--producer-id",
      paramLabel = "NAME",
      description =
          "The producer whose position is waited for. Default: follows from the contract,"
              + " employee-cdc.")
  String producerId;

  @Option(
      names = "--slot",
      paramLabel = "NAME",
      description =
          "The replication slot of Debezium's connector, such as cdc_employees, where the source's log"
              + " is captured: it is waited for, in place of a producer's position.")
  String slot;

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
  protected VerifyRun.Settings read(OptionReader options) {
    Contract named = pipeline.contract(options);
    Optional<PipelineWatch.Settings> settling = settling(options, named.names());
    if (repair && settling.isEmpty()) {
      options.complain("--repair", "a change on its way is no difference; give --settle a time");
    }
    if (repair && slot != null) {
      options.complain(
          "--repair", "needs the capture table; write the rows again in the source instead");
    }
    if (repair && !yes && !Confirmation.isPossible()) {
      options.complain("--yes", "missing, and there is no terminal to ask on");
    }
    return new VerifyRun.Settings(
        named,
        source.read(options),
        target.read(options),
        settling,
        options.wholeNumber("--limit", limit, 0, 1_000_000),
        repair,
        !yes,
        options.matching(
            "--max-deletes",
            options.required("--max-deletes", maxDeletes, DELETES),
            MAX_DELETES,
            DELETES),
        Optional.ofNullable(options.writableFile("--metrics-file", metricsFile)),
        json.read(options));
  }

  /** Empty if nothing is to be waited for. */
  private Optional<PipelineWatch.Settings> settling(OptionReader options, Names names) {
    Duration time =
        settle.equals("0")
            ? Duration.ZERO
            : options.duration("--settle", settle, Duration.ZERO, Duration.ofHours(1));
    return time.isZero()
        ? Optional.empty()
        : Optional.of(
            new PipelineWatch.Settings(
                pipeline.read(options),
                positionTopic.read(options, names),
                KafkaName.read(options, "--producer-id", producerId, names.producerId()),
                Optional.ofNullable(slot),
                time));
  }

  @Override
  protected ExitCode run(VerifyRun.Settings settings) throws InterruptedException {
    return new VerifyRun(settings, out(), err()).run();
  }
}
