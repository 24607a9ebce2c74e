package io.employeecdc.pipeline.deadletters;

import io.employeecdc.consumer.batch.Outcome;
import io.employeecdc.consumer.replay.Letter;
import io.employeecdc.consumer.replay.ReplayWatcher;
import io.employeecdc.runtime.failure.ExitCode;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Says how a replay goes: a line for each letter, its progress, the totals. */
final class ReplayReport implements ReplayWatcher {
  private static final String LINE = "%8s  %10s  %11s  %-12s  %s";

  private final ReplayRequest request;
  private final ReplayPlan plan;
  private final PrintWriter out;
  private final boolean text;
  private final ReplayTotals totals = new ReplayTotals();
  private final ReplayProgress progress;
  private final ReplayJson json;
  private Map<Integer, Long> held = Map.of();
  private boolean complete = true;
  private boolean begun;

  ReplayReport(ReplayRequest request, ReplayPlan plan, PrintWriter out, PrintWriter err) {
    this.request = request;
    this.plan = plan;
    this.out = out;
    this.text = !request.json().replacesText();
    this.progress = new ReplayProgress(plan.selected(), err, System::nanoTime);
    this.json = new ReplayJson(request);
  }

  @Override
  public void replayed(List<Letter> letters, List<Outcome> outcomes) {
    progress.clear();
    for (int i = 0; i < outcomes.size(); i++) {
      Replayed replayed = Replayed.of(letters.get(i), outcomes.get(i), request.key());
      totals.add(replayed);
      json.add(replayed);
      if (text && !request.quiet()) {
        print(replayed);
      }
    }
    out.flush();
    progress.show(totals);
  }

  @Override
  public void waiting(String what) {
    progress.note(
        "waiting for " + what + "; trying for " + request.replay().retryFor().toSeconds() + " s");
  }

  /** Some letters were hidden by open transactions. */
  void warn(Map<Integer, Long> hidden) {
    hidden.forEach(
        (partition, offset) ->
            progress.note(
                "partition %d: a transaction is still open, so nothing from offset %d on was"
                        .formatted(partition, offset)
                    + " replayed; run it again later"));
  }

  /** The group stays before these letters. */
  void held(Map<Integer, Long> offsets) {
    held = new TreeMap<>(offsets);
  }

  /** A signal ended it. */
  void stopped() {
    complete = false;
  }

  /** An error ended it, which is reported elsewhere. */
  void broken() {
    complete = false;
    ExitCode unused = end();
  }

  /** Totals and JSON. */
  ExitCode end() {
    progress.clear();
    if (text) {
      printEnd();
      out.flush();
    }
    request.json().write(json.with(plan, totals, complete, held), out);
    return totals.failed() > 0 ? ExitCode.DATA : ExitCode.DONE;
  }

  private void print(Replayed replayed) {
    if (!begun) {
      begun = true;
      out.println(plan + (request.dryRun() ? "; dry run: nothing is changed" : ""));
      out.println();
      String outcome = request.dryRun() ? "WOULD BE" : "OUTCOME";
      out.println(
          LINE.formatted(
                  "AT", "FROM", request.key().names().toUpperCase(Locale.ROOT), outcome, "REASON")
              .stripTrailing());
    }
    DeadLetter letter = replayed.letter();
    String reason = replayed.why();
    out.println(
        LINE.formatted(letter.place(), letter.origin(), letter.key(), replayed.word(), reason)
            .stripTrailing());
  }

  private void printEnd() {
    if (plan.selected() == 0) {
      out.println(plan);
      return;
    }
    if (begun) {
      out.println();
    }
    String did = request.dryRun() ? "dry run, nothing changed" : "replayed";
    out.printf("%s: %d of %d; %s%n", did, totals.count(), plan.selected(), totals);
    if (!complete) {
      out.printf(
          "stopped after %s; %d are left: run it again%n",
          totals.last(), plan.selected() - totals.count());
    }
    if (!request.dryRun()) {
      held.forEach(
          (partition, offset) ->
              out.printf(
                  "group %s stays before %d:%d, which was not selected: from there on all come again%n",
                  request.replay().group(), partition, offset));
    }
  }
}
