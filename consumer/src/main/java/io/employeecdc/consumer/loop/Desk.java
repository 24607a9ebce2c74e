package io.employeecdc.consumer.loop;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;

/**
 * What a thread has on its desk: at most one batch at work, and the parked ones. Partitions that
 * are taken away in the middle of a step (the step polls to stay in its group) go from the desk
 * when the step ends.
 */
final class Desk {
  private Optional<Batch> current = Optional.empty();
  private List<Parked> parked = new ArrayList<>();
  private final Set<TopicPartition> lost = new HashSet<>();
  private boolean stepping;

  Optional<Batch> current() {
    return current;
  }

  List<Parked> parked() {
    return List.copyOf(parked);
  }

  Set<TopicPartition> parkedPartitions() {
    Set<TopicPartition> partitions = new HashSet<>();
    parked.forEach(one -> partitions.addAll(one.batch().offsets().keySet()));
    return partitions;
  }

  /** A new batch; the one before must be finished, or its records would be lost. */
  void take(Batch batch) {
    if (current.isPresent()) {
      throw new IllegalStateException("records came while a batch was still at work");
    }
    current = Optional.of(batch);
  }

  void finished() {
    current = Optional.empty();
  }

  void park(Parked batch) {
    parked.add(batch);
  }

  void replace(Parked before, Parked after) {
    parked.replaceAll(one -> one.equals(before) ? after : one);
  }

  void unpark(Parked batch) {
    parked.remove(batch);
  }

  /** From now on the batches must stay as they are, although partitions may go. */
  void beginStep() {
    stepping = true;
  }

  /**
   * Takes away what was lost in the step.
   *
   * @return true if that was something, so that the step's results are void
   */
  boolean endStep() {
    stepping = false;
    boolean changed = !lost.isEmpty();
    remove(lost);
    lost.clear();
    return changed;
  }

  /** These partitions are no longer ours. */
  void lose(Collection<TopicPartition> partitions) {
    if (stepping) {
      lost.addAll(partitions);
    } else {
      remove(partitions);
    }
  }

  private void remove(Collection<TopicPartition> partitions) {
    if (partitions.isEmpty()) {
      return;
    }
    current = current.map(batch -> batch.without(partitions)).filter(Desk::holdsSomething);
    parked =
        new ArrayList<>(
            parked.stream()
                .map(one -> one.without(partitions))
                .filter(one -> holdsSomething(one.batch()))
                .toList());
  }

  private static boolean holdsSomething(Batch batch) {
    return !batch.offsets().isEmpty();
  }
}
