package io.employeecdc.operations.deadletters;

import com.zaxxer.hikari.HikariDataSource;
import io.employeecdc.consumer.apply.ChangeApplier;
import io.employeecdc.consumer.apply.Target;
import io.employeecdc.consumer.replay.DeadLetterRecord;
import io.employeecdc.consumer.replay.Replay;
import io.employeecdc.consumer.replay.ReplayGroup;
import io.employeecdc.consumer.replay.ReplayLock;
import io.employeecdc.consumer.replay.ReplaySettings;
import io.employeecdc.contract.Registry;
import io.employeecdc.runtime.database.DataSources;
import io.employeecdc.runtime.database.TargetDatabaseOptions;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.kafka.TopicReader;
import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.runtime.options.OptionsCommand;
import io.employeecdc.runtime.registry.RegistryOption;
import io.employeecdc.runtime.registry.RegistrySettings;
import io.employeecdc.runtime.results.Confirmation;
import io.employeecdc.runtime.results.JsonOption;
import io.employeecdc.runtime.results.JsonOutput;
import io.employeecdc.runtime.service.Shutdown;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
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
  /** A batch and its offsets; beyond it the process is gone anyway. */
  private static final Duration GRACE = Duration.ofSeconds(25);

  /** One that works, one that holds the lock. */
  private static final int CONNECTIONS = 2;

  @Mixin SelectionOptions selection = new SelectionOptions();
  @Mixin DeadLetterTopicOptions letters = new DeadLetterTopicOptions();
  @Mixin TargetDatabaseOptions target = new TargetDatabaseOptions();
  @Mixin RegistryOption registry = new RegistryOption();

  @Mixin
  DeadLetterTopicOptions.ReplayGroupOption group = new DeadLetterTopicOptions.ReplayGroupOption();

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

  @Option(
      names = "--retry-for",
      paramLabel = "TIME",
      description = "How long to try again while something is out of reach. Default: 60s.")
  String retryFor = "60s";

  /** What to replay and how to say it; the limit is the largest number for all. */
  record Request(
      DeadLetterTopicOptions.Settings letters,
      ReplaySettings replay,
      RegistrySettings registry,
      Predicate<DeadLetterSummary> selection,
      long limit,
      boolean dryRun,
      boolean ask,
      JsonOutput json) {
    DeadLetterSummary summary(ConsumerRecord<byte[], byte[]> letter) {
      return DeadLetterSummary.of(letter, letters.key());
    }
  }

  private Request request;
  private long taken;

  @Override
  protected Request read(OptionReader options) {
    DeadLetterTopicOptions.Settings topic = letters.read(options);
    ReplaySettings replay =
        new ReplaySettings(
            topic.contract(),
            target.read(options),
            topic.kafka(),
            topic.topic(),
            group.read(options, topic.topic()),
            rate(options),
            options.duration("--retry-for", retryFor, Duration.ZERO, Duration.ofDays(1)));
    boolean ask = !yes && !dryRun;
    if (ask && !Confirmation.isPossible()) {
      options.complain("--yes", "missing, and there is no terminal to ask on; see also --dry-run");
    }
    return new Request(
        topic,
        replay,
        registry.read(options),
        selection.read(options, topic.key()),
        limit == null
            ? Long.MAX_VALUE
            : options.wholeNumber("--limit", limit, 1, Integer.MAX_VALUE),
        dryRun,
        ask,
        json.read(options));
  }

  @Override
  protected ExitCode run(Request given) throws IOException {
    request = given;
    ReplaySettings settings = request.replay();
    try (TopicReader letters = request.letters().open();
        ReplayGroup group = new ReplayGroup(settings.kafka(), settings.topic(), settings.group());
        Registry registry = request.registry().open();
        HikariDataSource pool =
            DataSources.pool(settings.target(), CONNECTIONS, Target.SESSION, null)) {
      DataSources.check(settings.target());
      Map<TopicPartition, Long> ends = letters.ends();
      ReplayPlan plan = ReplayPlan.of(request, letters, group.begins(ends.keySet()), ends);
      if (plan.selected() > 0 && request.ask() && !plan.isConfirmed(err())) {
        err().println("Nothing was replayed.");
        return ExitCode.DONE;
      }
      ReplayReport report = new ReplayReport(request, plan, out(), err());
      if (plan.selected() == 0) {
        return report.end(true, Map.of());
      }
      Target target = new Target(pool, settings.contract().versions());
      try (Shutdown stop = Shutdown.onSignal(GRACE)) {
        if (request.dryRun()) {
          ChangeApplier applier = ChangeApplier.rehearsal(target);
          Replay replay = new Replay(settings, applier, registry, Optional.empty(), stop, report);
          return replay(letters, plan, group, replay, stop, report);
        }
        return ReplayLock.holding(
            pool,
            settings,
            () -> {
              group.takeOver();
              ChangeApplier applier = new ChangeApplier(target);
              Replay replay =
                  new Replay(settings, applier, registry, Optional.of(group), stop, report);
              return replay(letters, plan, group, replay, stop, report);
            });
      }
    }
  }

  /** Begins where the group stands now: another replay may have been at work since the plan. */
  private ExitCode replay(
      TopicReader letters,
      ReplayPlan plan,
      ReplayGroup group,
      Replay replay,
      Shutdown stop,
      ReplayReport report) {
    Map<TopicPartition, Long> begins = group.begins(plan.ends().keySet());
    try {
      Map<Integer, Long> hidden =
          letters.read(
              begins,
              plan.ends(),
              record ->
                  !stop.asked() && !replay.stopped() && take(record, begins.keySet(), replay));
      if (!replay.stopped()) {
        replay.flush();
      }
      report.warn(hidden);
    } catch (CdcException e) {
      // The totals; the error itself is reported elsewhere.
      ExitCode unused = report.end(false, Map.of());
      throw e;
    }
    return report.end(!stop.asked() && !replay.stopped(), replay.held());
  }

  /** False if there are enough now; {@code begun} are those where the group has an offset. */
  private boolean take(
      ConsumerRecord<byte[], byte[]> record, Set<TopicPartition> begun, Replay replay) {
    DeadLetterRecord letter = new DeadLetterRecord(record);
    if (letter.isCopy(request.replay().group(), begun.contains(letter.partition()))) {
      replay.pass(letter);
    } else if (request.selection().test(request.summary(record))) {
      replay.take(letter);
      taken++;
    } else {
      replay.leave(letter);
    }
    return taken < request.limit();
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
