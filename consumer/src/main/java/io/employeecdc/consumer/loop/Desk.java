package io.employeecdc.consumer.loop;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * What a thread has on its desk: at most one batch at work, records that wait for their next try,
 * and what is to go to Kafka. Partitions that are taken away in the middle of a step (the step
 * polls to stay in its group) go from the desk when the step ends.
 */
final class Desk {
  /** So many records may be kept for others before their partitions pause. */
  private static final int FULL = 10_000;

  /** So many bytes of them: what two polls bring at most. */
  private static final int FULL_BYTES = 32 * 1024 * 1024;

  /** So many records, of all consumers, may wait for each other. */
  private static final int LONGEST_CHAIN = 10;

  private final Pending pending = new Pending();
  private final Set<TopicPartition> lost = new HashSet<>();
  private Optional<Batch> current = Optional.empty();
  private List<Waiting> waiting = new ArrayList<>();
  private boolean stepping;

  Optional<Batch> current() {
    return current;
  }

  /** In the order of their changes. */
  List<Waiting> waiting() {
    return waiting.stream().sorted(Comparator.comparingLong(Desk::first)).toList();
  }

  Pending pending() {
    return pending;
  }

  /** Whether so much is kept that there should not be more. */
  boolean full() {
    return pending.size() >= FULL || pending.bytes() >= FULL_BYTES;
  }

  /** Partitions that must not go on: of those that are held, all or, usually, none. */
  Set<TopicPartition> fullPartitions() {
    return full() ? pending.held() : Set.of();
  }

  /** A new batch; the one before must be finished, or its records would be lost. */
  void take(Batch batch) {
    if (current.isPresent()) {
      throw new IllegalStateException("records came while a batch was still at work");
    }
    current = Optional.of(batch);
  }

  /** The current batch, or one that waited, has been tried; what came of it goes its ways. */
  void tried(Batch batch, Instant now) {
    current = current.filter(one -> one != batch);
    waiting.removeIf(one -> one.batch() == batch);
    batch.ends().forEach(pending::reached);
    pending.add(batch.deadLetters());
    batch.records().forEach(pending::release);
    batch
        .again()
        .ifPresent(
            again -> {
              for (int i = 0; i < again.records().size(); i++) {
                pending.hold(again.records().get(i), again.actionIds().get(i));
              }
              waiting.add(Waiting.since(now, again, batch.needsOthers()));
            });
  }

  /** Of each employee, the newest record that waits. */
  Collection<ConsumerRecord<byte[], byte[]>> newestWaiting() {
    Map<ByteBuffer, ConsumerRecord<byte[], byte[]>> newest = new HashMap<>();
    Map<ByteBuffer, Long> ids = new HashMap<>();
    for (Waiting one : waiting) {
      Batch batch = one.batch();
      for (int i = 0; i < batch.records().size(); i++) {
        long id = batch.actionIds().get(i);
        if (id > 0) {
          ByteBuffer key = ByteBuffer.wrap(batch.records().get(i).key());
          if (ids.merge(key, id, Math::max) == id) {
            newest.put(key, batch.records().get(i));
          }
        }
      }
    }
    return newest.values();
  }

  /** Of all that waits. */
  void replaceAll(UnaryOperator<Waiting> change) {
    waiting.replaceAll(change);
  }

  void replace(Waiting before, Waiting after) {
    waiting.replaceAll(one -> one.batch() == before.batch() ? after : one);
  }

  /** Whether something waits for nothing but older changes. */
  boolean hasReady() {
    return waiting.stream().anyMatch(Waiting::ready);
  }

  /**
   * Of what waits for nothing but older changes, that which is older than all others that wait,
   * made one. Where more than a few wait, they do not hand on values but are bad: then all of it,
   * batch by batch, as the brake judges by batches.
   */
  List<Waiting> turn(Held elsewhere) {
    Map<Boolean, List<Waiting>> byReadiness =
        waiting().stream().collect(Collectors.partitioningBy(Waiting::ready));
    List<Waiting> ready = byReadiness.get(true);
    Held others = byReadiness.get(false).stream().map(Desk::held).reduce(elsewhere, Held::plus);
    int all = ready.stream().map(Desk::held).reduce(others, Held::plus).count();
    return all > LONGEST_CHAIN ? ready : merged(ready, others.oldest());
  }

  private List<Waiting> merged(List<Waiting> ready, long bound) {
    List<Waiting> older = ready.stream().filter(one -> first(one) < bound).toList();
    if (older.isEmpty()) {
      return List.of();
    }
    List<Batch> parts = older.stream().map(one -> one.batch().before(bound)).toList();
    Waiting next = older.get(0).of(Batch.merged(parts));
    waiting.removeAll(older);
    older.stream()
        .map(one -> one.of(one.batch().from(bound)))
        .filter(one -> one.batch().holdsSomething())
        .forEach(waiting::add);
    waiting.add(next);
    return List.of(next);
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
    pending.lose(partitions);
    current = current.map(batch -> batch.without(partitions)).filter(Batch::holdsSomething);
    waiting =
        new ArrayList<>(
            waiting.stream()
                .map(one -> one.without(partitions))
                .filter(one -> one.batch().holdsSomething())
                .toList());
  }

  private static long first(Waiting waiting) {
    return waiting.batch().actionIds().get(0);
  }

  private static Held held(Waiting waiting) {
    return Held.of(waiting.batch().actionIds());
  }
}
