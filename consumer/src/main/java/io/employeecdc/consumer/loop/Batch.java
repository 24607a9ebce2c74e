package io.employeecdc.consumer.loop;

import io.employeecdc.consumer.apply.Change;
import io.employeecdc.consumer.apply.ChangeApplier;
import io.employeecdc.consumer.apply.Counts;
import io.employeecdc.consumer.apply.Fault;
import io.employeecdc.consumer.deadletter.Cause;
import io.employeecdc.consumer.deadletter.DeadLetter;
import io.employeecdc.consumer.decode.ChangeDecoder;
import io.employeecdc.consumer.metrics.BatchReport;
import io.employeecdc.contract.RegistryException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Records of one poll on their way to an outcome each, in up to three rounds.
 *
 * <p>The first round takes all of them together. Those that failed for a fault of their own are
 * tried in the second and third one by one, when their neighbours are through: what they need may
 * not have been there yet. What is left then is a dead letter.
 */
final class Batch {
  private static final int ROUNDS = 3;

  private final List<ConsumerRecord<byte[], byte[]>> records;
  private final Map<TopicPartition, OffsetAndMetadata> offsets;
  private final Instant taken;
  private final List<DeadLetter> deadLetters = new ArrayList<>();
  private Counts counts = Counts.NONE;
  private int tombstones;

  private final int firstRound;
  private int number;
  private Optional<Round> round;
  private List<Failure> unsettled = new ArrayList<>();
  private boolean worthAWait;
  private boolean waitsForOthers;

  private Batch(
      List<ConsumerRecord<byte[], byte[]>> records,
      Map<TopicPartition, OffsetAndMetadata> offsets,
      Instant taken,
      int firstRound) {
    this.taken = taken;
    this.records = records;
    this.offsets = new HashMap<>(offsets);
    this.firstRound = firstRound;
    this.number = firstRound;
    int[] all = IntStream.range(0, records.size()).toArray();
    this.round =
        Optional.of(firstRound == 1 ? Round.together(records, all) : Round.oneByOne(records, all));
  }

  /**
   * A batch that nothing has been done with.
   *
   * @param offsets where its partitions stand after it
   * @param taken when it was polled
   */
  static Batch of(
      List<ConsumerRecord<byte[], byte[]>> records,
      Map<TopicPartition, OffsetAndMetadata> offsets,
      Instant taken) {
    return new Batch(records, offsets, taken, 1);
  }

  /**
   * Does what is left of the round; nothing if all is done.
   *
   * @param applied told what went through, after each transaction
   */
  void run(ChangeDecoder decoder, ChangeApplier applier, BiConsumer<List<Change>, Counts> applied)
      throws RegistryException, SQLException {
    if (round.isPresent()) {
      round.get().run(decoder, applier, applied);
      endRound(round.get());
    }
  }

  /** What is left of the round fails with the outage of the target that it met in {@link #run}. */
  void giveUp(Fault outage) {
    number = ROUNDS;
    round.orElseThrow().giveUp(outage);
    endRound(round.get());
  }

  /** True if every record has its outcome. */
  boolean settled() {
    return round.isEmpty() && unsettled.isEmpty();
  }

  /** Prepares another try of the records that failed and may pass. */
  void nextRound() {
    int[] again = unsettled.stream().mapToInt(Failure::index).sorted().toArray();
    worthAWait = unsettled.stream().anyMatch(one -> one.chance() == Failure.Chance.LATER);
    unsettled = new ArrayList<>();
    number++;
    round = Optional.of(Round.oneByOne(records, again));
  }

  /** Whether a little time before the next round may help one of its records. */
  boolean worthAWait() {
    return worthAWait;
  }

  /** How many records it has, whatever became of them. */
  int size() {
    return records.size();
  }

  /** Why records failed in the round that ended, and those that are dead letters. */
  List<Cause> causes() {
    return Stream.concat(
            unsettled.stream().map(Failure::cause), deadLetters.stream().map(DeadLetter::cause))
        .toList();
  }

  /**
   * Before the last round, takes out the records that may pass when other partitions have moved,
   * and all that are not through behind them in their partitions, whose offsets in this batch then
   * end before them. When it is settled as well as then, takes out what is not through of
   * partitions that are held already, whose offsets leave this batch.
   *
   * @param held partitions of which an earlier batch has records that wait
   * @return what was taken out, for a last round of its own; empty if nothing was
   */
  Optional<Batch> park(Set<TopicPartition> held) {
    if (number != ROUNDS - 1 && !settled()) {
      return Optional.empty();
    }
    Map<TopicPartition, Long> from = new HashMap<>();
    for (Failure failure : unsettled) {
      if (failure.chance() == Failure.Chance.WHEN_OTHERS_HAVE_MOVED) {
        ConsumerRecord<?, ?> record = records.get(failure.index());
        from.merge(partition(record), record.offset(), Math::min);
      }
    }
    boolean waits = !from.isEmpty();
    held.stream().filter(offsets::containsKey).forEach(partition -> from.put(partition, 0L));
    return from.isEmpty() ? Optional.empty() : Optional.of(takeOut(from, held, waits));
  }

  /** The first offsets of what was taken out of a larger batch, by partition. */
  Map<TopicPartition, Long> begins() {
    Map<TopicPartition, Long> begins = new HashMap<>();
    records.forEach(one -> begins.merge(partition(one), one.offset(), Math::min));
    return begins;
  }

  /** Whether records of it may pass when other partitions have moved. */
  boolean waitsForOthers() {
    return waitsForOthers;
  }

  /** A partition has got further by records that are through. */
  void extend(TopicPartition partition, OffsetAndMetadata end) {
    offsets.put(partition, end);
  }

  /** The batch without these partitions, to be done again from its start; this one is void. */
  Batch without(Collection<TopicPartition> partitions) {
    Map<TopicPartition, OffsetAndMetadata> kept = new HashMap<>(offsets);
    kept.keySet().removeAll(partitions);
    List<ConsumerRecord<byte[], byte[]>> left =
        records.stream().filter(record -> isBefore(record, kept)).toList();
    Batch batch = new Batch(left, kept, taken, firstRound);
    batch.waitsForOthers = waitsForOthers;
    return batch;
  }

  Map<TopicPartition, OffsetAndMetadata> offsets() {
    return Map.copyOf(offsets);
  }

  List<DeadLetter> deadLetters() {
    return List.copyOf(deadLetters);
  }

  /** When the newest of its records was written, in milliseconds since 1970. */
  long newestTimestamp() {
    return records.stream().mapToLong(ConsumerRecord::timestamp).max().orElse(0);
  }

  /** Records that have their outcome. */
  int consumed() {
    return report(taken).consumed();
  }

  BatchReport report(Instant now) {
    return new BatchReport(counts, tombstones, deadLetters(), Duration.between(taken, now));
  }

  private void endRound(Round ended) {
    counts = counts.plus(ended.counts());
    tombstones += ended.tombstones();
    for (Failure failure : ended.failures()) {
      if (failure.chance() == Failure.Chance.NONE || number == ROUNDS) {
        deadLetters.add(new DeadLetter(records.get(failure.index()), failure.cause(), number));
      } else {
        unsettled.add(failure);
      }
    }
    round = Optional.empty();
  }

  private Batch takeOut(Map<TopicPartition, Long> from, Set<TopicPartition> held, boolean waits) {
    List<ConsumerRecord<byte[], byte[]>> parked = new ArrayList<>();
    unsettled.removeIf(failure -> moved(records.get(failure.index()), from, parked));
    deadLetters.removeIf(letter -> moved(letter.original(), from, parked));
    Map<TopicPartition, OffsetAndMetadata> ends = new HashMap<>();
    from.forEach(
        (partition, offset) ->
            ends.put(
                partition,
                held.contains(partition)
                    ? offsets.remove(partition)
                    : offsets.put(partition, new OffsetAndMetadata(offset))));
    Batch batch = new Batch(parked, ends, taken, ROUNDS);
    batch.waitsForOthers = waits;
    return batch;
  }

  private static boolean moved(
      ConsumerRecord<byte[], byte[]> record,
      Map<TopicPartition, Long> from,
      List<ConsumerRecord<byte[], byte[]>> parked) {
    boolean moves = record.offset() >= from.getOrDefault(partition(record), Long.MAX_VALUE);
    if (moves) {
      parked.add(record);
    }
    return moves;
  }

  /** Records behind a partition's offset were taken out before. */
  private static boolean isBefore(
      ConsumerRecord<?, ?> record, Map<TopicPartition, OffsetAndMetadata> offsets) {
    OffsetAndMetadata end = offsets.get(partition(record));
    return end != null && record.offset() < end.offset();
  }

  private static TopicPartition partition(ConsumerRecord<?, ?> record) {
    return new TopicPartition(record.topic(), record.partition());
  }
}
