package io.employeecdc.consumer.deadletter;

import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  /** A batch this small says nothing. */
  private static final int SMALLEST_BATCH = 20;

  /** So few letters are no reason to stop, whatever their share. */
  private static final int FEWEST_LETTERS = 100;

  private final Optional<DeadLetterLimit> limit;
  private final Clock clock;

  /** Some finished records. */
  private record Entry(Instant at, int records, int letters) {}

  private final Deque<Entry> window = new ArrayDeque<>();
  private long records;
  private long letters;

  private Brake(Optional<DeadLetterLimit> limit, Clock clock) {
    this.limit = limit;
    this.clock = clock;
  }

  /**
   * A brake that has seen nothing.
   *
   * @param limit empty for one that never stops anything
   */
  public static Brake of(Optional<DeadLetterLimit> limit, Clock clock) {
    return new Brake(limit, clock);
  }

  /** The largest share of dead letters that is let through; empty if all are. */
  public Optional<DeadLetterLimit> limit() {
    return limit;
  }

  /** The share of dead letters among the records of the window; 0 if there were none. */
  public synchronized double share() {
    forgetOld();
    return records == 0 ? 0 : (double) letters / records;
  }

  /**
   * Stops if at least half of a batch failed for one and the same cause.
   *
   * @param size all records of the batch
   * @param causes of those that failed so far
   * @throws CdcException with exit code 7
   */
  public void refuseIfMostFailAlike(int size, List<Cause> causes) {
    List<Cause> counted = causes.stream().filter(cause -> !cause.outage()).toList();
    if (limit.isEmpty() || size < SMALLEST_BATCH || counted.size() * 2 < size) {
      return;
    }
    Map.Entry<String, Long> most = most(counted);
    if (most.getValue() * 2 >= size) {
      throw stop(
          "%,d of %,d records of a batch failed alike: %s"
              .formatted(most.getValue(), size, most.getKey()));
    }
  }

  /**
   * Stops if there would be too many dead letters with those of some records that are otherwise
   * done.
   *
   * @param consumed all of the records
   * @throws CdcException with exit code 7
   */
  public synchronized void refuseIfTooMany(int consumed, List<DeadLetter> theirs) {
    List<Cause> counted = counted(theirs);
    if (limit.isEmpty() || counted.isEmpty()) {
      return;
    }
    forgetOld();
    long all = records + consumed;
    long bad = letters + counted.size();
    if (bad >= FEWEST_LETTERS && bad > limit.get().share() * all) {
      throw stop(
          "%,d of the last %,d records failed (most of the newest: %s)"
              .formatted(bad, all, most(counted).getKey()));
    }
  }

  /** Counts records that are done, with their dead letters. */
  public synchronized void finished(int consumed, List<DeadLetter> theirs) {
    if (limit.isPresent()) {
      Entry entry = new Entry(clock.instant(), consumed, counted(theirs).size());
      window.add(entry);
      records += entry.records();
      letters += entry.letters();
      forgetOld();
    }
  }

  private void forgetOld() {
    if (limit.isEmpty()) {
      return;
    }
    Instant begin = clock.instant().minus(limit.get().window());
    while (!window.isEmpty() && window.peek().at().isBefore(begin)) {
      Entry old = window.remove();
      records -= old.records();
      letters -= old.letters();
    }
  }

  private CdcException stop(String what) {
    return new CdcException(
        ExitCode.DATA,
        what
            + "; stopped before they become dead letters, offsets kept. Repair the cause and start"
            + " again, or set --max-dead-letter-rate (now %s) higher or to off"
                .formatted(limit.orElseThrow()));
  }

  private static List<Cause> counted(List<DeadLetter> letters) {
    return letters.stream().map(DeadLetter::cause).filter(cause -> !cause.outage()).toList();
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
