package io.employeecdc.pipeline.deadletters;

import com.zaxxer.hikari.HikariDataSource;
import io.employeecdc.consumer.TargetSession;
import io.employeecdc.consumer.apply.ChangeApplier;
import io.employeecdc.consumer.apply.Target;
import io.employeecdc.consumer.replay.Replay;
import io.employeecdc.consumer.replay.ReplayGroup;
import io.employeecdc.consumer.replay.ReplayLock;
import io.employeecdc.consumer.replay.ReplaySettings;
import io.employeecdc.contract.Registry;
import io.employeecdc.runtime.database.DataSources;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.service.Shutdown;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** A replay from the first look at the topic to the report. */
final class ReplayRun {
  /** A batch and its offsets; beyond it the process is gone anyway. */
  private static final Duration GRACE = Duration.ofSeconds(25);

  /** One that works, one that holds the lock. */
  private static final int CONNECTIONS = 2;

  private final ReplayRequest request;
  private final ReplaySettings settings;
  private final PrintWriter out;
  private final PrintWriter err;

  ReplayRun(ReplayRequest request, PrintWriter out, PrintWriter err) {
    this.request = request;
    this.settings = request.replay();
    this.out = out;
    this.err = err;
  }

  ExitCode run() {
    try (DeadLetterTopic letters = DeadLetterTopic.open(request.letters());
        ReplayGroup group = ReplayGroup.of(settings.kafka(), settings.topic(), settings.group());
        Registry registry = request.registry().open(Registry::at);
        HikariDataSource target =
            DataSources.pool(settings.target(), CONNECTIONS, TargetSession.LIMITS, null)) {
      DataSources.check(settings.target());
      Map<TopicPartition, Long> ends = letters.ends();
      ReplayPlan plan = ReplayPlan.of(request, letters, group.begins(ends.keySet()), ends);
      if (plan.selected() > 0 && request.ask() && !plan.isConfirmed(err)) {
        err.println("Nothing was replayed.");
        err.flush();
        return ExitCode.DONE;
      }
      return replay(
          letters,
          group,
          plan,
          new Parts(
              new ChangeApplier(new Target(target, settings.contract().versions())),
              registry,
              target));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a replay works with. */
  private record Parts(ChangeApplier applier, Registry registry, HikariDataSource target) {}

  private ExitCode replay(
      DeadLetterTopic letters, ReplayGroup group, ReplayPlan plan, Parts parts) {
    ReplayReport report = new ReplayReport(request, plan, out, err);
    if (plan.selected() == 0) {
      return report.end();
    }
    try (Shutdown stop = Shutdown.onSignal(GRACE)) {
      if (request.dryRun()) {
        Replay replay =
            Replay.rehearsal(
                settings,
                ChangeApplier.rehearsal(new Target(parts.target(), settings.contract().versions())),
                parts.registry(),
                stop,
                report);
        return read(letters, group, plan, replay, stop, report);
      }
      return ReplayLock.holding(
          parts.target(),
          settings,
          () -> {
            group.takeOver();
            Replay replay =
                Replay.real(settings, parts.applier(), parts.registry(), group, stop, report);
            return read(letters, group, plan, replay, stop, report);
          });
    }
  }

  /** Where the group stands is asked once more: another replay may have been at work since. */
  private ExitCode read(
      DeadLetterTopic letters,
      ReplayGroup group,
      ReplayPlan plan,
      Replay replay,
      Shutdown stop,
      ReplayReport report) {
    Map<TopicPartition, Long> begins = group.begins(plan.ends().keySet());
    ReplayTaker taker = new ReplayTaker(request, replay, begins.keySet(), stop);
    try {
      Map<Integer, Long> hidden = letters.read(begins, plan.ends(), taker);
      if (!replay.stopped()) {
        replay.flush();
      }
      report.warn(hidden);
    } catch (CdcException e) {
      report.broken();
      throw e;
    }
    report.held(replay.held());
    if (taker.stopped()) {
      report.stopped();
    }
    return report.end();
  }
}
