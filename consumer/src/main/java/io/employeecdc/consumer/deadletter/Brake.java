package io.employeecdc.consumer.deadletter;

import io.employeecdc.consumer.failure.Cause;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;

/**
 * Stops the process when so much fails that the cause is hardly in the records: a constraint that
 * somebody added to the target, a producer of another version. Without it the whole topic would go
 * into the dead-letter topic, one correct decision at a time.
 *
 * <p>It stops before the letters are written; the offsets stay where they were, so nothing is lost
 * and the records are tried again at the next start. Letters of an outage, which are only written
 * where that is wanted, do not count. For several threads.
 */
public final class Brake {
  /** So few letters of one batch are no reason to stop, although they fail alike. */
  private static final int FEWEST_ALIKE = 50;

  /** So few letters over all batches are no reason to stop, whatever their share. */
  private static final int FEWEST_LETTERS = 100;

  private final Optional<DeadLetterLimit> limit;
  private final Clock clock;

  /** Some finished records. */
  private record Entry(Instant at, int records, int letters) {}

  private final Deque<Entry> window = new ArrayDeque<>();

  /**
   * A brake that has seen nothing.
   *
   * @param limit empty for one that never stops anything
   */
  public Brake(Optional<DeadLetterLimit> limit, Clock clock) {
    this.limit = limit;
    this.clock = clock;
  }

  /** The largest share of dead letters that is let through; empty if all are. */
  public Optional<DeadLetterLimit> limit() {
    return limit;
  }

  /** The share of dead letters among the records of the window; 0 if there were none. */
  public synchronized double share() {
    forgetOld();
    long records = sum(Entry::records);
    return records == 0 ? 0 : (double) sum(Entry::letters) / records;
  }

  /**
   * Lets records have their outcome and counts them, or stops the process before any of their
   * letters is written.
   *
   * @param records of a batch
   * @param theirs of these, those that would become dead letters
   * @throws CdcException with exit code 7
   */
  public synchronized void admit(int records, List<DeadLetter> theirs) {
    if (limit.isEmpty()) {
      return;
    }
    List<Cause> causes =
        theirs.stream().map(DeadLetter::cause).filter(cause -> !cause.outage()).toList();
    forgetOld();
    if (!causes.isEmpty()) {
      Map.Entry<String, Long> most = most(causes);
      refuseIfMostFailAlike(records, most);
      refuseIfTooMany(records, causes.size(), most.getKey());
    }
    window.add(new Entry(clock.instant(), records, causes.size()));
  }

  /**
   * Lets parked changes become dead letters, or stops the process before any of them does.
   *
   * @param letters how many are to be given up
   * @param passed how many offsets were passed since the first of the parked changes in each
   *     partition that has some: these themselves, tombstones and the marks of transactions
   *     included
   * @param kind what most of them failed for
   * @throws CdcException with exit code 7
   */
  public synchronized void admitParked(long letters, long passed, String kind) {
    if (limit.isPresent()
        && letters >= FEWEST_LETTERS
        && letters > limit.get().share() * (letters + passed)) {
      throw stop(
          "%,d changes still wait for other rows that can no longer come, and %,d came through meanwhile (%s)"
              .formatted(letters, passed, kind));
    }
  }

  private void refuseIfMostFailAlike(int batch, Map.Entry<String, Long> most) {
    if (most.getValue() >= FEWEST_ALIKE && most.getValue() * 2 >= batch) {
      throw stop(
          "%,d of %,d records of a batch failed alike: %s"
              .formatted(most.getValue(), batch, most.getKey()));
    }
  }

  private void refuseIfTooMany(int moreRecords, int moreLetters, String newest) {
    long all = sum(Entry::records) + moreRecords;
    long bad = sum(Entry::letters) + moreLetters;
    if (bad >= FEWEST_LETTERS && bad > limit.orElseThrow().share() * all) {
      throw stop(
          "%,d of the last %,d records failed (most of the newest: %s)"
              .formatted(bad, all, newest));
    }
  }

  private void forgetOld() {
    if (limit.isEmpty()) {
      return;
    }
    Instant begin = clock.instant().minus(limit.get().window());
    while (!window.isEmpty() && window.peek().at().isBefore(begin)) {
      window.remove();
    }
  }

  private long sum(ToLongFunction<Entry> part) {
    return window.stream().mapToLong(part).sum();
  }

  private CdcException stop(String what) {
    return new CdcException(
        ErrorCode.TOO_MANY_DEAD_LETTERS,
        what
            + "; stopped before they become dead letters, offsets kept. Repair the cause and start"
            + " again, or set --max-dead-letter-rate (now %s) higher or to off"
                .formatted(limit.orElseThrow()));
  }

  /** The most frequent kind of cause and its count. */
  private static Map.Entry<String, Long> most(List<Cause> causes) {
    return causes.stream()
        .collect(Collectors.groupingBy(Cause::kind, Collectors.counting()))
        .entrySet()
        .stream()
        .max(Map.Entry.comparingByValue())
        .orElseThrow();
  }
}
