package io.employeecdc.operations.deadletters;

import io.employeecdc.consumer.replay.DeadLetterRecord;
import io.employeecdc.runtime.kafka.TopicReader;
import io.employeecdc.runtime.results.Confirmation;
import java.io.PrintWriter;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** What a replay would take, as far as can be told before it begins. */
final class ReplayPlan {
  private final DlqReplayCommand.Request request;
  private final Map<TopicPartition, Long> ends;
  private final DeadLetterStats selected = new DeadLetterStats(0);
  private long all;

  private ReplayPlan(DlqReplayCommand.Request request, Map<TopicPartition, Long> ends) {
    this.request = request;
    this.ends = Map.copyOf(ends);
  }

  static ReplayPlan of(
      DlqReplayCommand.Request request,
      TopicReader letters,
      Map<TopicPartition, Long> begins,
      Map<TopicPartition, Long> ends) {
    ReplayPlan plan = new ReplayPlan(request, ends);
    Map<Integer, Long> unused =
        letters.read(
            begins,
            ends,
            record -> {
              DeadLetterRecord letter = new DeadLetterRecord(record);
              if (!letter.isCopy(
                  request.replay().group(), begins.containsKey(letter.partition()))) {
                plan.add(request.summary(record));
              }
              return true;
            });
    return plan;
  }

  private void add(DeadLetterSummary letter) {
    all++;
    if (request.selection().test(letter)) {
      selected.add(letter);
    }
  }

  /** The offsets before which letters are replayed: what fails again comes behind them. */
  Map<TopicPartition, Long> ends() {
    return ends;
  }

  long selected() {
    return Math.min(selected.count(), request.limit());
  }

  boolean isConfirmed(PrintWriter err) {
    err.println(this);
    err.println();
    selected.printReasons(err);
    err.println();
    String what = selected() == 1 ? "this one" : "these " + selected();
    return Confirmation.given("Replay %s into %s?".formatted(what, request.replay().target()), err);
  }

  @Override
  public String toString() {
    String text =
        "%s: %d to replay (group %s)"
            .formatted(request.replay().topic(), all, request.replay().group());
    text += selected.count() < all ? ", %d of them selected".formatted(selected.count()) : "";
    return selected() < selected.count() ? text + ", the first %d now".formatted(selected()) : text;
  }
}
