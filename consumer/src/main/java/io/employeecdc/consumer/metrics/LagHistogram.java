package io.employeecdc.consumer.metrics;

import io.employeecdc.consumer.apply.Change;
import java.time.Instant;
import java.util.List;

/**
 * How long changes took from the source to the target, over the life of the process. Counting one
 * is an index and an increment; buckets are a 64th of their power of two wide, so a quantile is
 * exact to 1.6 %.
 */
final class LagHistogram {
  private static final int SUB_BITS = 6;
  private static final int SUB_BUCKETS = 1 << SUB_BITS;

  private final long[] counts = new long[(Long.SIZE - SUB_BITS) * SUB_BUCKETS];
  private long total;
  private long sumMicros;
  private long maxMicros;

  /** Clocks of two machines differ; a negative lag counts as none. */
  synchronized void add(List<Change> changes, Instant committed) {
    long now = committed.getEpochSecond() * 1_000_000 + committed.getNano() / 1000;
    for (int i = 0; i < changes.size(); i++) {
      long micros = Math.max(0, now - changes.get(i).capturedAtMicros());
      counts[bucket(micros)]++;
      sumMicros += micros;
      maxMicros = Math.max(maxMicros, micros);
    }
    total += changes.size();
  }

  synchronized long total() {
    return total;
  }

  synchronized double sumSeconds() {
    return sumMicros / 1e6;
  }

  synchronized double maxSeconds() {
    return maxMicros / 1e6;
  }

  /** The lag that this share of all changes did not exceed; 0 if there was none yet. */
  synchronized double quantileSeconds(double share) {
    long rank = (long) Math.ceil(share * (double) total);
    long seen = 0;
    for (int bucket = 0; bucket < counts.length && total > 0; bucket++) {
      seen += counts[bucket];
      if (seen >= rank) {
        return Math.min(upperBound(bucket), (double) maxMicros) / 1e6;
      }
    }
    return 0;
  }

  /** How many changes took no longer than each of these bounds, which are ascending. */
  synchronized long[] cumulative(double[] boundsSeconds) {
    long[] cumulative = new long[boundsSeconds.length];
    int bucket = 0;
    long seen = 0;
    for (int i = 0; i < boundsSeconds.length; i++) {
      while (bucket < counts.length && upperBound(bucket) / 1e6 <= boundsSeconds[i]) {
        seen += counts[bucket++];
      }
      cumulative[i] = seen;
    }
    return cumulative;
  }

  private static int bucket(long micros) {
    int shift = Math.max(0, Long.SIZE - 1 - Long.numberOfLeadingZeros(micros | 1) - SUB_BITS);
    return shift * SUB_BUCKETS + (int) (micros >>> shift);
  }

  /** The largest number of microseconds in the bucket. */
  private static double upperBound(int bucket) {
    int shift = Math.max(0, bucket / SUB_BUCKETS - 1);
    long next = bucket - (long) shift * SUB_BUCKETS + 1;
    return Math.scalb((double) next, shift) - 1;
  }
}
