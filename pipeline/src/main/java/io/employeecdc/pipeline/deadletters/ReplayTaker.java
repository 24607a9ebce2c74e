package io.employeecdc.pipeline.deadletters;

import io.employeecdc.consumer.replay.Letter;
import io.employeecdc.consumer.replay.Replay;
import io.employeecdc.runtime.service.Shutdown;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** Hands the letters that are meant to a replay, until it has had enough. */
final class ReplayTaker implements Predicate<ConsumerRecord<byte[], byte[]>> {
  private final ReplayRequest request;
  private final Replay replay;
  private final Set<TopicPartition> begun;
  private final Shutdown stop;
  private long taken;

  /**
   * One for a run.
   *
   * @param begun where the group has an offset
   */
  ReplayTaker(ReplayRequest request, Replay replay, Set<TopicPartition> begun, Shutdown stop) {
    this.request = request;
    this.replay = replay;
    this.begun = Set.copyOf(begun);
    this.stop = stop;
  }

  @Override
  public boolean test(ConsumerRecord<byte[], byte[]> record) {
    if (stopped()) {
      return false;
    }
    Letter letter = new Letter(record);
    if (letter.isCopy(request.replay().group(), begun.contains(letter.partition()))) {
      replay.ignore(letter);
    } else if (request.selection().matches(DeadLetter.of(record, request.key()))) {
      replay.take(letter);
      taken++;
    } else {
      replay.leave(letter);
    }
    return taken < request.limit();
  }

  /** True if a signal ended it, rather than the end of the letters. */
  boolean stopped() {
    return stop.asked() || replay.stopped();
  }
}
