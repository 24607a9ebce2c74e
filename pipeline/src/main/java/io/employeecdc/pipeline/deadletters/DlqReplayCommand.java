package io.employeecdc.pipeline.deadletters;

import io.employeecdc.consumer.replay.ReplaySettings;
import io.employeecdc.pipeline.output.Confirmation;
import io.employeecdc.pipeline.output.JsonOption;
import io.employeecdc.pipeline.output.JsonOutput;
import io.employeecdc.runtime.database.DatabaseSettings;
import io.employeecdc.runtime.database.TargetDatabaseOptions;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.runtime.options.OptionsCommand;
import io.employeecdc.runtime.registry.RegistryOption;
import io.employeecdc.runtime.registry.RegistrySettings;
import java.time.Duration;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "replay",
    description = {
      "Apply dead letters once more, by the consumer's own step: an older change never overwrites a"
          + " newer one, and what has been through before changes nothing. Says for each: applied,"
          + " duplicate, superseded or failed again. Exit code 7 if any failed again.",
      "",
      "The replays of a group remember how far they got. A run begins there and moves on, up to the"
          + " first letter that it did not replay: with --key, --from, --to or --error that may be"
          + " the very first, so that what you leave out is never lost, and what you replay behind it"
          + " comes again in a later run, as a duplicate. What failed again is written to the end of"
          + " the topic with its count of tries raised when the run moves beyond it, and stays where"
          + " it is otherwise. To begin at the start of the topic again, name another --group.",
      "",
      "Safe to stop (Ctrl-C), to repeat, and to run while the consumer works.",
      ""
    })
final class DlqReplayCommand extends OptionsCommand<DlqReplayCommand.Request> {
  @Mixin SelectionOptions selection = new SelectionOptions();
  @Mixin DeadLetterTopicOptions letters = new DeadLetterTopicOptions();
  @Mixin TargetDatabaseOptions target = new TargetDatabaseOptions();
  @Mixin RegistryOption registry = new RegistryOption();
  @Mixin ReplayGroupOption group = new ReplayGroupOption();
  @Mixin JsonOption json = new JsonOption();

  @Option(names = "--limit", paramLabel = "N", description = "Replay this many at most.")
  String limit;

  @Option(
      names = "--rate",
      paramLabel = "N/s",
      description = "Replay this many per second at most, such as 50/s.")
  String rate;

  @Option(
      names = "--dry-run",
      description =
          "Only say what would become of each letter, and change nothing: batches of 500 are applied"
              + " and rolled back, each by itself.")
  boolean dryRun;

  @Option(names = "--yes", description = "Do not ask; needed where there is no terminal.")
  boolean yes;

  @Option(names = "--quiet", description = "Print totals only.")
  boolean quiet;

  @Option(
      names = "--retry-for",
      paramLabel = "TIME",
      description = "How long to try again while something is out of reach. Default: 60s.")
  String retryFor = "60s";

  /**
   * What to replay and how to say it.
   *
   * @param limit letters at most; {@link Long#MAX_VALUE} for all
   */
  record Request(
      DeadLetterTopicOptions.Settings letters,
      ReplaySettings replay,
      RegistrySettings registry,
      Predicate<DeadLetterSummary> selection,
      long limit,
      boolean dryRun,
      boolean ask,
      boolean quiet,
      JsonOutput json) {
    DeadLetterSummary summary(ConsumerRecord<byte[], byte[]> letter) {
      return DeadLetterSummary.of(letter, letters.key());
    }
  }

  @Override
  protected Request read(OptionReader options) {
    DeadLetterTopicOptions.Settings topic = letters.read(options);
    DatabaseSettings database = target.read(options);
    ReplaySettings replay =
        new ReplaySettings(
            topic.contract(),
            database,
            topic.kafka(),
            topic.topic(),
            group.read(options, topic.topic()),
            rate(options),
            options.duration("--retry-for", retryFor, Duration.ZERO, Duration.ofDays(1)));
    RegistrySettings schemas = registry.read(options);
    Predicate<DeadLetterSummary> selected = selection.read(options, topic.key());
    long most =
        limit == null
            ? Long.MAX_VALUE
            : options.wholeNumber("--limit", limit, 1, Integer.MAX_VALUE);
    JsonOutput output = json.read(options);
    boolean ask = !yes && !dryRun;
    if (ask && !Confirmation.isPossible()) {
      options.complain("--yes", "missing, and there is no terminal to ask on; see also --dry-run");
    }
    return new Request(topic, replay, schemas, selected, most, dryRun, ask, quiet, output);
  }

  @Override
  protected ExitCode run(Request request) {
    return new ReplayRun(request, out(), err()).run();
  }

  private int rate(OptionReader options) {
    if (rate == null) {
      return 0;
    }
    if (rate.matches("[1-9]\\d{0,5}(/s)?")) {
      return Integer.parseInt(rate.replace("/s", ""));
    }
    options.complain("--rate", "not a rate from 1/s to 999999/s");
    return 0;
  }
}
