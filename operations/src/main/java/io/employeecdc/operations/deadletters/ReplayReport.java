package io.employeecdc.operations.deadletters;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.employeecdc.consumer.apply.Effect;
import io.employeecdc.consumer.apply.Outcome;
import io.employeecdc.consumer.failure.Cause;
import io.employeecdc.consumer.replay.DeadLetterRecord;
import io.employeecdc.consumer.replay.Replay;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.output.Visible;
import io.employeecdc.runtime.results.ProgressLine;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

final class ReplayReport implements Replay.Watcher {
  private static final Duration PLAIN_PROGRESS_EVERY = Duration.ofSeconds(10);
  private static final String LINE = "%8s  %10s  %11s  %-12s  %s";

  private final DlqReplayCommand.Request request;
  private final ReplayPlan plan;
  private final PrintWriter out;
  private final boolean text;
  private final ProgressLine progress;

  private final Map<String, Long> byWord = new LinkedHashMap<>();
  private long count;
  private String last = "none";

  /** Kept only if somebody wants them. */
  private final ArrayNode jsonLetters = JsonNodeFactory.instance.arrayNode();

  ReplayReport(
      DlqReplayCommand.Request request, ReplayPlan plan, PrintWriter out, PrintWriter err) {
    this.request = request;
    this.plan = plan;
    this.out = out;
    this.text = !request.json().replacesText();
    this.progress = new ProgressLine(err, PLAIN_PROGRESS_EVERY, System::nanoTime);
    Replayed.WORDS.forEach(word -> byWord.put(word, 0L));
  }

  @Override
  public void replayed(List<DeadLetterRecord> letters, List<Outcome> outcomes) {
    progress.clear();
    for (int i = 0; i < outcomes.size(); i++) {
      add(new Replayed(request.summary(letters.get(i).record()), outcomes.get(i)));
    }
    progress.show(progress.rate(count, plan.selected()) + "  " + totals());
  }

  private void add(Replayed replayed) {
    if (request.json().isWanted()) {
      replayed.put(jsonLetters.addObject());
    }
    if (text) {
      print(replayed);
    }
    count++;
    last = replayed.letter().place().toString();
    byWord.merge(replayed.word(), 1L, Long::sum);
  }

  private void print(Replayed replayed) {
    if (count == 0) {
      out.println(plan + (request.dryRun() ? "; dry run: nothing is changed" : ""));
      out.println();
      String key = request.letters().key().names().toUpperCase(Locale.ROOT);
      line("AT", "FROM", key, request.dryRun() ? "WOULD BE" : "OUTCOME", "REASON");
    }
    DeadLetterSummary letter = replayed.letter();
    line(letter.place(), letter.origin(), letter.key(), replayed.word(), replayed.reason());
  }

  private void line(Object... columns) {
    out.println(LINE.formatted(columns).stripTrailing());
  }

  private String totals() {
    return byWord.entrySet().stream()
        .filter(entry -> entry.getValue() > 0)
        .map(entry -> entry.getValue() + " " + entry.getKey())
        .collect(Collectors.joining(", "));
  }

  @Override
  public void waiting(String what) {
    progress.note(
        "waiting for " + what + "; trying for " + request.replay().retryFor().toSeconds() + " s");
  }

  void warn(Map<Integer, Long> hidden) {
    hidden.forEach(
        (partition, offset) ->
            progress.note(
                "partition %d: a transaction is still open, so nothing from offset %d on was"
                        .formatted(partition, offset)
                    + " replayed; run it again later"));
  }

  /** Totals and JSON of a replay, which is not complete if a signal or an error ended it. */
  ExitCode end(boolean complete, Map<Integer, Long> held) {
    progress.clear();
    if (text) {
      printEnd(complete, held);
    }
    request.json().write(json(complete, held), out);
    return byWord.get(Replayed.FAILED) > 0 ? ExitCode.DATA : ExitCode.DONE;
  }

  private void printEnd(boolean complete, Map<Integer, Long> held) {
    if (plan.selected() == 0) {
      out.println(plan);
      return;
    }
    if (count > 0) {
      out.println();
    }
    String did = request.dryRun() ? "dry run, nothing changed" : "replayed";
    out.printf("%s: %d of %d; %s%n", did, count, plan.selected(), totals());
    if (!complete) {
      out.printf("stopped after %s; %d are left: run it again%n", last, plan.selected() - count);
    }
    if (!request.dryRun()) {
      held.forEach(
          (partition, offset) ->
              out.printf(
                  "group %s stays before %d:%d, which was not selected: from there on all come again%n",
                  request.replay().group(), partition, offset));
    }
  }

  private ObjectNode json(boolean complete, Map<Integer, Long> held) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("topic", request.replay().topic());
    json.put("group", request.replay().group());
    json.put("dry_run", request.dryRun());
    json.put("complete", complete);
    json.put("selected", plan.selected());
    json.put("replayed", count);
    byWord.forEach((word, number) -> json.put(word.replace(' ', '_'), number));
    ArrayNode places = json.putArray("held");
    held.forEach(
        (partition, offset) ->
            places.addObject().put("partition", partition).put("offset", offset));
    json.set("letters", jsonLetters);
    return json;
  }

  private record Replayed(DeadLetterSummary letter, Outcome outcome) {
    static final String FAILED = "failed again";

    static final List<String> WORDS =
        Stream.concat(Arrays.stream(Effect.values()).map(Replayed::word), Stream.of(FAILED))
            .toList();

    String word() {
      return outcome instanceof Effect effect ? word(effect) : FAILED;
    }

    private static String word(Effect effect) {
      return effect.name().toLowerCase(Locale.ROOT);
    }

    /** Names from the target's catalogue and a count, never a value; empty if it did not fail. */
    String reason() {
      if (!(outcome instanceof Outcome.Failed failed)) {
        return "";
      }
      Cause cause = failed.cause();
      String code = cause.sqlState().or(() -> fault(cause)).orElseThrow();
      String reason = DeadLetterSummary.detailed(code, cause.column(), cause.constraint());
      return Visible.beginningOf(reason) + ", try " + failed.tries();
    }

    private static Optional<String> fault(Cause cause) {
      return cause.decodeFault().map(Enum::name);
    }

    void put(ObjectNode json) {
      json.put("partition", letter.place().partition());
      json.put("offset", letter.place().offset());
      json.put("key", letter.key());
      json.put("origin", letter.origin());
      json.put("outcome", word().replace(' ', '_'));
      if (outcome instanceof Outcome.Failed failed) {
        Cause cause = failed.cause();
        json.put("stage", cause.stage());
        json.put("error_class", cause.exceptionClass());
        json.put("fault", fault(cause).orElse(null));
        json.put("sqlstate", cause.sqlState().orElse(null));
        json.put("constraint", cause.constraint().orElse(null));
        json.put("column", cause.column().orElse(null));
        json.put("tries", failed.tries());
      }
    }
  }
}
