package io.employeecdc.pipeline.deadletters;

import io.employeecdc.consumer.replay.Letter;
import io.employeecdc.pipeline.output.Confirmation;
import java.io.PrintWriter;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** What a replay would take, as far as can be told before it begins. */
final class ReplayPlan {
  private final ReplayRequest request;
  private final Map<TopicPartition, Long> ends;
  private final LetterTally selected = new LetterTally(0, Period.DAY);
  private long all;

  private ReplayPlan(ReplayRequest request, Map<TopicPartition, Long> ends) {
    this.request = request;
    this.ends = Map.copyOf(ends);
  }

  /** Reads all letters that the group has not passed. */
  static ReplayPlan of(
      ReplayRequest request,
      DeadLetterTopic letters,
      Map<TopicPartition, Long> begins,
      Map<TopicPartition, Long> ends) {
    ReplayPlan plan = new ReplayPlan(request, ends);
    letters.read(
        begins,
        ends,
        record -> {
          Letter letter = new Letter(record);
          if (!letter.isCopy(request.replay().group(), begins.containsKey(letter.partition()))) {
            plan.add(DeadLetter.of(record, request.key()));
          }
          return true;
        });
    return plan;
  }

  /** The offsets before which letters are replayed: what fails again comes behind them. */
  Map<TopicPartition, Long> ends() {
    return ends;
  }

  /** Letters to replay. */
  long selected() {
    return Math.min(selected.count(), request.limit());
  }

  /** Shows what would be replayed, by reason, and asks. */
  boolean isConfirmed(PrintWriter err) {
    err.println(this);
    err.println();
    selected.printReasons(err);
    err.println();
    return Confirmation.given(
        "Replay %s into %s?"
            .formatted(
                selected() == 1 ? "this one" : "these " + selected(), request.replay().target()),
        err);
  }

  @Override
  public String toString() {
    String text =
        "%s: %d to replay (group %s)"
            .formatted(request.replay().topic(), all, request.replay().group());
    text += selected.count() < all ? ", %d of them selected".formatted(selected.count()) : "";
    return selected() < selected.count() ? text + ", the first %d now".formatted(selected()) : text;
  }

  private void add(DeadLetter letter) {
    all++;
    if (request.selection().matches(letter)) {
      selected.add(letter);
    }
  }
}
