package io.employeecdc.consumer.loop;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * What a thread has on its desk: at most one batch at work, and the parked ones. Partitions that
 * are taken away in the middle of a step (the step polls to stay in its group) go from the desk
 * when the step ends.
 */
final class Desk {
  /** So many records may wait before their partitions do. */
  private static final int FULL = 10_000;

  private Optional<Batch> current = Optional.empty();
  private List<Parked> parked = new ArrayList<>();
  private final Set<TopicPartition> lost = new HashSet<>();
  private final Held held = new Held();
  private boolean stepping;

  Optional<Batch> current() {
    return current;
  }

  List<Parked> parked() {
    return List.copyOf(parked);
  }

  /** Partitions whose offsets stay, because a parked batch has records of theirs. */
  Set<TopicPartition> heldPartitions() {
    return held.partitions();
  }

  /** Partitions that must not go on: of those that are held, all or, usually, none. */
  Set<TopicPartition> fullPartitions() {
    int records = parked.stream().mapToInt(one -> one.batch().size()).sum();
    return records >= FULL ? heldPartitions() : Set.of();
  }

  /** What to commit for the held partitions. */
  Map<TopicPartition, OffsetAndMetadata> heldOffsets() {
    Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
    for (Parked one : parked) {
      one.batch()
          .offsets()
          .forEach(
              (partition, end) -> offsets.put(partition, held.offset(partition, end.offset())));
    }
    return offsets;
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

  /** Sets records aside that wait for others, or behind such records. */
  void park(Parked batch) {
    batch.batch().begins().forEach(held::hold);
    if (batch.batch().size() == 0) {
      heldFurther(batch.batch().offsets());
    } else {
      parked.add(batch);
    }
  }

  /** Of these offsets, those of held partitions, which are through up to there. */
  void heldFurther(Map<TopicPartition, OffsetAndMetadata> ends) {
    ends.forEach((partition, end) -> last(partition).ifPresent(b -> b.extend(partition, end)));
  }

  /** Parked batches whose turn it is: nothing of their partitions is parked before them. */
  List<Parked> firstParked() {
    Set<TopicPartition> before = new HashSet<>();
    List<Parked> first = new ArrayList<>();
    for (Parked one : parked) {
      Set<TopicPartition> partitions = one.batch().offsets().keySet();
      if (Collections.disjoint(before, partitions)) {
        first.add(one);
      }
      before.addAll(partitions);
    }
    return first;
  }

  void replace(Parked before, Parked after) {
    parked.replaceAll(one -> one.equals(before) ? after : one);
  }

  void unpark(Parked batch) {
    parked.remove(batch);
    batch.batch().offsets().forEach((p, end) -> held.release(p, end.offset(), last(p).isPresent()));
  }

  private Optional<Batch> last(TopicPartition partition) {
    return parked.stream()
        .map(Parked::batch)
        .filter(batch -> batch.offsets().containsKey(partition))
        .reduce((one, later) -> later);
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
    partitions.forEach(held::lose);
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
