package io.employeecdc.consumer.loop;

import io.employeecdc.consumer.apply.Change;
import io.employeecdc.consumer.apply.ChangeApplier;
import io.employeecdc.consumer.apply.Counts;
import io.employeecdc.consumer.apply.Fault;
import io.employeecdc.consumer.deadletter.DeadLetter;
import io.employeecdc.consumer.decode.ChangeDecoder;
import io.employeecdc.consumer.metrics.BatchReport;
import io.employeecdc.contract.RegistryException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Records on one of their tries: all those of one poll together, or later, one by one, those of
 * them that failed then and may pass. What fails without hope, or for the third time, is a dead
 * letter.
 */
final class Batch {
  static final int TRIES = 3;

  private final List<ConsumerRecord<byte[], byte[]>> records;
  private final Map<TopicPartition, OffsetAndMetadata> ends;
  private final int number;
  private final int polled;
  private final long order;
  private final Round round;

  private final List<DeadLetter> deadLetters = new ArrayList<>();
  private final List<Failure> hopeful = new ArrayList<>();

  private Batch(
      List<ConsumerRecord<byte[], byte[]>> records,
      Map<TopicPartition, OffsetAndMetadata> ends,
      int number,
      int polled,
      long order) {
    this.records = List.copyOf(records);
    this.ends = Map.copyOf(ends);
    this.number = number;
    this.polled = polled;
    this.order = order;
    this.round = number == 1 ? Round.together(records, TRIES) : Round.oneByOne(records, TRIES);
  }

  /**
   * A batch that nothing has been done with.
   *
   * @param ends where its partitions stand after it
   */
  static Batch of(
      List<ConsumerRecord<byte[], byte[]>> records, Map<TopicPartition, OffsetAndMetadata> ends) {
    return new Batch(records, ends, 1, records.size(), 0);
  }

  /**
   * Does what is left to do; after an exception it may be called again. Then every record is done,
   * among {@link #deadLetters} or in {@link #again}.
   *
   * @param applied told what went through, after each transaction
   */
  void run(ChangeDecoder decoder, ChangeApplier applier, BiConsumer<List<Change>, Counts> applied)
      throws RegistryException, SQLException {
    round.run(decoder, applier, applied);
    sortOut();
  }

  /**
   * What is left fails with the outage of the target that it met in {@link #run}, again and again;
   * what failed for a reason of its own keeps its chances.
   */
  void giveUp(Fault outage) {
    round.giveUp(outage, TRIES);
    sortOut();
  }

  /**
   * The next try of those that failed and may pass, in the order of their changes: one may need
   * what another of them gives up. Empty if there are none.
   */
  Optional<Batch> again() {
    if (hopeful.isEmpty()) {
      return Optional.empty();
    }
    hopeful.sort(Comparator.comparingLong(Failure::actionId));
    List<ConsumerRecord<byte[], byte[]>> left =
        hopeful.stream()
            .<ConsumerRecord<byte[], byte[]>>map(failure -> records.get(failure.index()))
            .toList();
    return Optional.of(new Batch(left, Map.of(), number + 1, polled, hopeful.get(0).actionId()));
  }

  /** Whether one that is to be tried again may pass when other partitions have moved. */
  boolean needsOthers() {
    return hopeful.stream()
        .anyMatch(failure -> failure.chance() == Failure.Chance.WHEN_OTHERS_HAVE_MOVED);
  }

  boolean lastTry() {
    return number == TRIES;
  }

  /** The batch without these partitions, to be done again from its start; this one is void. */
  Batch without(Collection<TopicPartition> partitions) {
    Map<TopicPartition, OffsetAndMetadata> kept = new HashMap<>(ends);
    kept.keySet().removeAll(partitions);
    List<ConsumerRecord<byte[], byte[]>> left =
        records.stream().filter(one -> !partitions.contains(Places.partition(one))).toList();
    return new Batch(left, kept, number, polled, order);
  }

  boolean holdsSomething() {
    return !records.isEmpty() || !ends.isEmpty();
  }

  List<ConsumerRecord<byte[], byte[]>> records() {
    return records;
  }

  /** Which of several comes first, on a later try: the id of its first change. */
  long order() {
    return order;
  }

  /** How many records there were in the poll that these are from. */
  int polled() {
    return polled;
  }

  /** Where its partitions stand after it; none on a later try. */
  Map<TopicPartition, OffsetAndMetadata> ends() {
    return ends;
  }

  List<DeadLetter> deadLetters() {
    return List.copyOf(deadLetters);
  }

  /** The records that failed on this try. */
  List<Failure> failures() {
    return round.failures();
  }

  /** When the newest of its records was written, in milliseconds since 1970. */
  long newestTimestamp() {
    return records.stream().mapToLong(ConsumerRecord::timestamp).max().orElse(0);
  }

  /**
   * What became of those that are done.
   *
   * @param took the try that ended it
   */
  BatchReport report(Duration took) {
    Duration decoding = round.decoding();
    return new BatchReport(
        records.size() - round.failures().size(),
        round.counts(),
        round.tombstones(),
        decoding,
        took.minus(decoding));
  }

  private void sortOut() {
    for (Failure failure : round.failures()) {
      if (failure.chance() == Failure.Chance.NONE || lastTry()) {
        int tries = number - 1 + failure.attempts();
        deadLetters.add(new DeadLetter(records.get(failure.index()), failure.cause(), tries));
      } else {
        hopeful.add(failure);
      }
    }
  }
}
