package io.employeecdc.producer.watch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * Up to which moment of the source everything has been consumed, found by remembering where the
 * topic ended at moments up to which everything was published.
 *
 * <p>A moment comes with ends that were asked for after it: what was published by then lies before
 * them. So once a group has committed all of these ends, everything up to that moment is done.
 * While nothing changes the ends stay and the moment moves; while the group stands still the
 * moments pile up, and a dead group's can never be taken for a living one's.
 */
final class AppliedWatermark {
  /** Enough for minutes as they are; when there are more, they are kept farther apart. */
  private static final int MOST = 600;

  /** Not reached yet, ascending. */
  private final List<Moment> ahead = new ArrayList<>();

  private Duration apart = Duration.ZERO;
  private volatile Instant reached;

  private record Moment(Instant time, Map<TopicPartition, Long> ends) {
    /** A partition of which nothing was committed has not been begun. */
    boolean isReachedBy(Map<TopicPartition, Long> committed) {
      return ends.entrySet().stream()
          .allMatch(end -> committed.getOrDefault(end.getKey(), 0L) >= end.getValue());
    }
  }

  /**
   * Everything up to this moment was published before the topic ended there.
   *
   * @param ends the next offset of every partition
   */
  void published(Instant time, Map<TopicPartition, Long> ends) {
    int last = ahead.size() - 1;
    if (last >= 0 && (ahead.get(last).ends().equals(ends) || tooNearToTheOneBefore(last))) {
      ahead.remove(last);
    }
    ahead.add(new Moment(time, Map.copyOf(ends)));
    if (ahead.size() > MOST) {
      thinOut();
    }
  }

  /** The group has committed these offsets. */
  void consumed(Map<TopicPartition, Long> committed) {
    int done = 0;
    while (done < ahead.size() && ahead.get(done).isReachedBy(committed)) {
      reached = ahead.get(done).time();
      done++;
    }
    ahead.subList(0, done).clear();
    if (ahead.isEmpty()) {
      apart = Duration.ZERO;
    }
  }

  /** The newest moment that the group has reached; empty while that is not known. */
  Optional<Instant> moment() {
    return Optional.ofNullable(reached);
  }

  private boolean tooNearToTheOneBefore(int index) {
    return index > 0 && span(index - 1, index).compareTo(apart) < 0;
  }

  /** Keeps half of them, all as far apart as those that come will be. */
  private void thinOut() {
    apart = span(0, ahead.size() - 1).dividedBy(MOST / 2);
    List<Moment> all = List.copyOf(ahead);
    ahead.clear();
    for (int index = 0; index < all.size(); index += 2) {
      ahead.add(all.get(index));
    }
  }

  private Duration span(int from, int to) {
    return Duration.between(ahead.get(from).time(), ahead.get(to).time());
  }
}
