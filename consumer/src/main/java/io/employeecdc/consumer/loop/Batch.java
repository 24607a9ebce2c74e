package io.employeecdc.consumer.loop;

import io.employeecdc.consumer.apply.Change;
import io.employeecdc.consumer.apply.ChangeApplier;
import io.employeecdc.consumer.apply.Counts;
import io.employeecdc.consumer.apply.Elsewhere;
import io.employeecdc.consumer.apply.Fault;
import io.employeecdc.consumer.deadletter.DeadLetter;
import io.employeecdc.consumer.decode.ChangeDecoder;
import io.employeecdc.consumer.metrics.BatchReport;
import io.employeecdc.contract.RegistryException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Records on one of their tries: all those of one poll together, or later, one by one, those of
 * them that failed then and may pass. What fails without hope, or for the third time, is a dead
 * letter.
 */
final class Batch {
  static final int TRIES = 3;

  private final List<ConsumerRecord<byte[], byte[]>> records;
  private final Map<TopicPartition, End> ends;
  private final int number;
  private final int polled;

  /** Of the records' changes, on a later try; ascending. */
  private final List<Long> actionIds;

  /** Of the records that had their last try already. */
  private final Doubts doubts;

  private final Round round;
  private boolean begun;
  private int outages;

  private final List<DeadLetter> deadLetters = new ArrayList<>();
  private final List<Failure> hopeful = new ArrayList<>();

  private Batch(
      List<ConsumerRecord<byte[], byte[]>> records,
      Map<TopicPartition, End> ends,
      int number,
      int polled,
      List<Long> actionIds,
      Doubts doubts) {
    this.records = List.copyOf(records);
    this.ends = Map.copyOf(ends);
    this.number = number;
    this.polled = polled;
    this.actionIds = List.copyOf(actionIds);
    this.doubts = doubts;
    this.round = number == 1 ? Round.together(records, TRIES) : Round.oneByOne(records, TRIES);
  }

  /**
   * A batch that nothing has been done with.
   *
   * @param ends how far its partitions are read with it
   */
  static Batch of(List<ConsumerRecord<byte[], byte[]>> records, Map<TopicPartition, End> ends) {
    return new Batch(records, ends, 1, records.size(), List.of(), Doubts.NONE);
  }

  /**
   * Does what is left to do; after an exception it may be called again. Then every record is done,
   * among {@link #deadLetters} or in {@link #again}.
   *
   * @param applied told what went through, after each transaction
   * @param elsewhere what may be tried together with those that would fail for the last time
   */
  void run(
      ChangeDecoder decoder,
      ChangeApplier applier,
      BiConsumer<List<Change>, Counts> applied,
      Elsewhere elsewhere)
      throws RegistryException, SQLException {
    begun = true;
    round.run(decoder, applier, applied);
    if (lastTry()) {
      round.exchange(applier, elsewhere, applied);
    }
    sortOut();
  }

  /** It met the target out of reach in {@link #run}. True if that was as often as it is tried. */
  boolean metOutage() {
    outages++;
    return outages >= TRIES;
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
    List<Long> ids = hopeful.stream().map(Failure::actionId).toList();
    return Optional.of(
        lastTry()
            ? new Batch(left, Map.of(), number, polled, ids, doubts.after(hopeful))
            : new Batch(left, Map.of(), number + 1, polled, ids, Doubts.NONE));
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
    Map<TopicPartition, End> kept = new HashMap<>(ends);
    kept.keySet().removeAll(partitions);
    IntPredicate stays = i -> !partitions.contains(Places.partition(records.get(i)));
    return part(kept, IntStream.range(0, records.size()).filter(stays));
  }

  /** On a later try: the records whose changes are older than the one with this id. */
  Batch before(long actionId) {
    return part(Map.of(), IntStream.range(0, countBefore(actionId)));
  }

  /** On a later try: all the others. */
  Batch from(long actionId) {
    return part(Map.of(), IntStream.range(countBefore(actionId), records.size()));
  }

  /** The records of several on a later try, in the order of their changes. */
  static Batch merged(List<Batch> batches) {
    NavigableMap<Long, List<ConsumerRecord<byte[], byte[]>>> sorted = new TreeMap<>();
    for (Batch batch : batches) {
      for (int i = 0; i < batch.records.size(); i++) {
        sorted
            .computeIfAbsent(batch.actionIds.get(i), id -> new ArrayList<>())
            .add(batch.records.get(i));
      }
    }
    List<Long> ids = new ArrayList<>();
    sorted.forEach((id, records) -> ids.addAll(Collections.nCopies(records.size(), id)));
    return new Batch(
        sorted.values().stream().flatMap(List::stream).toList(),
        Map.of(),
        batches.get(0).number,
        batches.stream().mapToInt(Batch::polled).sum(),
        ids,
        batches.stream().map(one -> one.doubts).reduce(Doubts.NONE, Doubts::plus));
  }

  private int countBefore(long actionId) {
    return (int) actionIds.stream().takeWhile(id -> id < actionId).count();
  }

  private Batch part(Map<TopicPartition, End> kept, IntStream indexes) {
    int[] some = indexes.toArray();
    return new Batch(
        Arrays.stream(some).<ConsumerRecord<byte[], byte[]>>mapToObj(records::get).toList(),
        kept,
        number,
        polled,
        actionIds.isEmpty() ? actionIds : Arrays.stream(some).mapToObj(actionIds::get).toList(),
        doubts);
  }

  /**
   * Whether it was tried, and met an outage: it must go on as it is, or what it did is repeated.
   */
  boolean begun() {
    return begun;
  }

  boolean holdsSomething() {
    return !records.isEmpty() || !ends.isEmpty();
  }

  List<ConsumerRecord<byte[], byte[]>> records() {
    return records;
  }

  /** Of the records' changes, on a later try; ascending, with 0 for what has none. */
  List<Long> actionIds() {
    return actionIds;
  }

  /** How many records there were in the polls that these are from. */
  int polled() {
    return polled;
  }

  /** How far its partitions are read with it; none on a later try. */
  Map<TopicPartition, End> ends() {
    return ends;
  }

  List<DeadLetter> deadLetters() {
    return List.copyOf(deadLetters);
  }

  /** The records that failed on this try. */
  List<Failure> failures() {
    return round.failures();
  }

  /**
   * How young the records of other partitions must be to be young enough, in milliseconds since
   * 1970, when the newest of these was written. What one in doubt waits for may be of any time.
   */
  long newestTimestamp() {
    return !doubts.byActionId().isEmpty()
        ? Long.MAX_VALUE
        : records.stream().mapToLong(ConsumerRecord::timestamp).max().orElse(0);
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

  private boolean inDoubt(Failure failure) {
    return doubts.allow(failure.actionId(), failure.outlook());
  }

  private void sortOut() {
    for (Failure failure : round.failures()) {
      if (failure.chance() == Failure.Chance.NONE || (lastTry() && !inDoubt(failure))) {
        int tries = number - 1 + failure.attempts();
        deadLetters.add(new DeadLetter(records.get(failure.index()), failure.cause(), tries));
      } else {
        hopeful.add(failure);
      }
    }
  }
}
