package io.employeecdc.pipeline.deadletters;

import com.zaxxer.hikari.HikariDataSource;
import io.employeecdc.consumer.TargetSession;
import io.employeecdc.consumer.apply.ChangeApplier;
import io.employeecdc.consumer.apply.Target;
import io.employeecdc.consumer.replay.DeadLetterRecord;
import io.employeecdc.consumer.replay.Replay;
import io.employeecdc.consumer.replay.ReplayGroup;
import io.employeecdc.consumer.replay.ReplayLock;
import io.employeecdc.consumer.replay.ReplaySettings;
import io.employeecdc.contract.Registry;
import io.employeecdc.runtime.database.DataSources;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.kafka.TopicReader;
import io.employeecdc.runtime.service.Shutdown;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** A replay from the first look at the topic to the report. */
final class ReplayRun {
  /** A batch and its offsets; beyond it the process is gone anyway. */
  private static final Duration GRACE = Duration.ofSeconds(25);

  /** One that works, one that holds the lock. */
  private static final int CONNECTIONS = 2;

  private final DlqReplayCommand.Request request;
  private final ReplaySettings settings;
  private final PrintWriter out;
  private final PrintWriter err;
  private long taken;

  ReplayRun(DlqReplayCommand.Request request, PrintWriter out, PrintWriter err) {
    this.request = request;
    this.settings = request.replay();
    this.out = out;
    this.err = err;
  }

  ExitCode run() {
    try (TopicReader letters = request.letters().open();
        ReplayGroup group = ReplayGroup.of(settings.kafka(), settings.topic(), settings.group());
        Registry registry = request.registry().open(Registry::at);
        HikariDataSource pool =
            DataSources.pool(settings.target(), CONNECTIONS, TargetSession.LIMITS, null)) {
      DataSources.check(settings.target());
      Map<TopicPartition, Long> ends = letters.ends();
      ReplayPlan plan = ReplayPlan.of(request, letters, group.begins(ends.keySet()), ends);
      if (plan.selected() > 0 && request.ask() && !plan.isConfirmed(err)) {
        err.println("Nothing was replayed.");
        err.flush();
        return ExitCode.DONE;
      }
      ReplayReport report = new ReplayReport(request, plan, out, err);
      if (plan.selected() == 0) {
        return report.end(true, Map.of());
      }
      Target target = new Target(pool, settings.contract().versions());
      try (Shutdown stop = Shutdown.onSignal(GRACE)) {
        if (request.dryRun()) {
          ChangeApplier applier = ChangeApplier.rehearsal(target);
          Replay.Ending keepNothing = (again, reached) -> {};
          Replay replay = new Replay(settings, applier, registry, keepNothing, stop, report);
          return replay(letters, plan, group.begins(ends.keySet()), replay, stop, report);
        }
        return ReplayLock.holding(
            pool,
            settings,
            () -> {
              group.takeOver();
              ChangeApplier applier = new ChangeApplier(target);
              Replay replay = new Replay(settings, applier, registry, group, stop, report);
              return replay(letters, plan, group.begins(ends.keySet()), replay, stop, report);
            });
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Replays what is selected.
   *
   * @param begins where the group stands, asked once more: another replay may have been at work
   *     since the plan was made
   */
  private ExitCode replay(
      TopicReader letters,
      ReplayPlan plan,
      Map<TopicPartition, Long> begins,
      Replay replay,
      Shutdown stop,
      ReplayReport report) {
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

  /**
   * Decides on the next letter.
   *
   * @param begun where the group has an offset
   * @return false if there are enough now
   */
  private boolean take(
      ConsumerRecord<byte[], byte[]> record, Set<TopicPartition> begun, Replay replay) {
    DeadLetterRecord letter = new DeadLetterRecord(record);
    if (letter.isCopy(settings.group(), begun.contains(letter.partition()))) {
      replay.ignore(letter);
    } else if (request.selection().test(request.summary(record))) {
      replay.take(letter);
      taken++;
    } else {
      replay.leave(letter);
    }
    return taken < request.limit();
  }
}
