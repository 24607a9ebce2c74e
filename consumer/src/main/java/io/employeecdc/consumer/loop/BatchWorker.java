package io.employeecdc.consumer.loop;

import io.employeecdc.consumer.apply.Outcome;
import io.employeecdc.consumer.batch.BatchAttempt;
import io.employeecdc.consumer.batch.BatchResult;
import io.employeecdc.consumer.deadletter.DeadLetter;
import io.employeecdc.consumer.failure.Cause;
import io.employeecdc.consumer.failure.FailureTranslation;
import io.employeecdc.consumer.failure.OutageException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/**
 * Brings one batch after the other into the target, and its outcomes to the committer. After an
 * outage the same batch is begun again.
 */
final class BatchWorker {
  /** With {@link OnOutage#DLQ}, so often a batch may meet the target out of reach. */
  private static final int TRIES_IN_OUTAGE = 3;

  /**
   * So often the target is told of all partitions, also of those in which nothing happens: it may
   * have been restored or exchanged. Without records too, as an operator should not learn of an
   * outage by the first change after the weekend.
   */
  private static final Duration BETWEEN_CHECKS = Duration.ofSeconds(10);

  /** Partitions that moved without records are told to the target at most so often. */
  private static final Duration BETWEEN_MOVES = Duration.ofMillis(200);

  /** Lock not available, deadlock, serialization; a password whose file is still the old one. */
  private static final Set<String> PASSING = Set.of("55P03", "40P01", "40001", "28P01");

  private final LoopSettings settings;
  private final LoopParts parts;
  private final LoopTiming timing;
  private final PollWhileBusy thread;
  private final OutcomeCommitter committer;
  private final OffsetTracker offsets;

  /** What is at work or must be begun again, without partitions that were lost since. */
  private Optional<Polled> current = Optional.empty();

  /** That it met. */
  private int outages;

  /** The target was out of reach, and may be another one when it is back. */
  private boolean doubtful;

  private Instant lastLook = Instant.EPOCH;
  private Instant lastMove = Instant.EPOCH;

  BatchWorker(
      Consumer<byte[], byte[]> consumer,
      LoopSettings settings,
      LoopParts parts,
      LoopTiming timing,
      PollWhileBusy thread,
      OutcomeCommitter committer) {
    this.settings = settings;
    this.parts = parts;
    this.timing = timing;
    this.thread = thread;
    this.committer = committer;
    this.offsets = new OffsetTracker(consumer, timing.clock(), settings);
  }

  /** Records came, or none; there must be none at work. */
  void take(Polled polled) {
    if (current.isPresent()) {
      throw new IllegalStateException("records came while others are at work");
    }
    current = Optional.of(polled);
    outages = 0;
  }

  void moved(Map<TopicPartition, OffsetAndMetadata> ends) {
    offsets.moved(ends);
  }

  /** True if nothing more may come before what is here is done. */
  boolean isStuck() {
    return current.isPresent() || committer.isBehind();
  }

  /** Whether something is left to do when no records come. */
  boolean hasMoreToDo() {
    return committer.hasLetters() || !offsets.moved().isEmpty();
  }

  void lose(Collection<TopicPartition> partitions) {
    offsets.forget(partitions);
    committer.lose(partitions);
    current =
        current.map(batch -> batch.without(partitions)).filter(kept -> !kept.ends().isEmpty());
  }

  /**
   * @param idle whether no records came
   * @throws OutageException if something is out of reach; to be called again
   * @throws io.employeecdc.runtime.failure.CdcException if waiting cannot help, or too much fails
   */
  void work(boolean idle) throws OutageException {
    committer.deliver();
    try {
      offsets.begin();
    } catch (KafkaException e) {
      throw FailureTranslation.of(parts.target(), e);
    }
    if (current.isEmpty() && idle && (isTimeToTellMoves() || isTimeToLook())) {
      take(new Polled(List.of(), Map.of()));
    }
    if (current.isPresent()) {
      applyBatch();
    }
  }

  private boolean isTimeToTellMoves() {
    return !offsets.moved().isEmpty() && !now().isBefore(lastMove.plus(BETWEEN_MOVES));
  }

  private void applyBatch() throws OutageException {
    // A busy thread may have a quiet partition, and giving up waits for that too.
    Polled polled = current.orElseThrow().with(offsets.moved());
    current = Optional.of(polled);
    lastMove = now();
    boolean looking = isTimeToLook();
    boolean again = doubtful;
    BatchAttempt batch =
        new BatchAttempt(polled.records(), offsets.through(polled.ends(), looking));
    BatchResult result;
    try {
      result =
          thread.run(
              () -> {
                if (again) {
                  parts.recheck().verify();
                }
                offsets.warnOfLate(parts.applier().offsets());
                return batch.run(parts.decoder(), parts.applier());
              });
      if (looking) {
        doubtful = false;
        lastLook = now();
      }
    } catch (ExecutionException e) {
      OutageException outage = meaning(polled, e.getCause());
      if (polled.records().isEmpty()) {
        // Of a batch that lost its records to a rebalance, nobody else knows the ends.
        current.ifPresent(kept -> offsets.moved(kept.ends()));
        current = Optional.empty();
        throw outage;
      }
      result = givenUp(batch, polled, outage);
    }
    Map<TopicPartition, OffsetAndMetadata> ours = current.map(Polled::ends).orElse(Map.of());
    current = Optional.empty();
    finished(polled.records(), ours, result);
  }

  private BatchResult givenUp(BatchAttempt batch, Polled polled, OutageException outage)
      throws OutageException {
    if (settings.onOutage() != OnOutage.DLQ
        || !isOutOfReach(outage)
        || ++outages < TRIES_IN_OUTAGE) {
      throw outage;
    }
    Outcome.Failed failed = new Outcome.Failed(Cause.of(outage.sqlState().get()), outages);
    try {
      return thread.run(() -> batch.givenUp(parts.decoder(), failed));
    } catch (ExecutionException e) {
      throw meaning(polled, e.getCause());
    }
  }

  /** Who waits for a lock of ours, lost a race, or comes between the halves of a new password. */
  private static boolean isOutOfReach(OutageException e) {
    return e.sqlState().filter(state -> !PASSING.contains(state)).isPresent();
  }

  /**
   * Of a batch without records, that the target is out of reach, whatever it says: a database may
   * be gone while an operator restores it, and only records that it refuses are worth an end.
   */
  private OutageException meaning(Polled polled, Throwable failure) {
    OutageException outage =
        polled.records().isEmpty() && failure instanceof SQLException said
            ? FailureTranslation.outage(parts.target(), said)
            : FailureTranslation.of(parts.target(), failure);
    doubtful |= isOutOfReach(outage);
    return outage;
  }

  private boolean isTimeToLook() {
    return doubtful || !now().isBefore(lastLook.plus(BETWEEN_CHECKS));
  }

  /**
   * Every record has an outcome.
   *
   * @param ends of the partitions that are still ours; letters of others are made by whoever has
   *     them now
   */
  private void finished(
      List<ConsumerRecord<byte[], byte[]>> records,
      Map<TopicPartition, OffsetAndMetadata> ends,
      BatchResult result) {
    List<DeadLetter> letters = new ArrayList<>();
    for (int i = 0; i < records.size(); i++) {
      ConsumerRecord<byte[], byte[]> record = records.get(i);
      if (result.outcomes().get(i) instanceof Outcome.Failed failed
          && ends.containsKey(Polled.partition(record))) {
        letters.add(new DeadLetter(record, failed.cause(), failed.tries()));
      }
    }
    if (!records.isEmpty()) {
      parts.metrics().finished(result, now());
    }
    if (result.applied().someParked()) {
      parts.settling().wake();
    }
    Map<TopicPartition, OffsetAndMetadata> done =
        result.inTarget() ? offsets.applied(ends) : offsets.givenUp(ends);
    parts.brake().admit(records.size(), letters);
    committer.add(letters, done);
    timing.backoff().succeeded();
  }

  private Instant now() {
    return timing.clock().instant();
  }
}
