package io.employeecdc.pipeline.deadletters;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How far a replay is, on standard error: on a terminal one line that is rewritten, elsewhere a
 * line now and then.
 */
final class ReplayProgress {
  private static final long PLAIN_EVERY_NANOS = 10_000_000_000L;

  private final long total;
  private final PrintWriter err;
  private final LongSupplier nanoTime;

  /** Known by the launcher: until Java 22 a JVM cannot tell for standard error alone. */
  private final boolean terminal = Boolean.getBoolean("cdc.terminal");

  private final long begin;
  private long lastPlain;
  private boolean shown;

  ReplayProgress(long total, PrintWriter err, LongSupplier nanoTime) {
    this.total = total;
    this.err = err;
    this.nanoTime = nanoTime;
    this.begin = nanoTime.getAsLong();
    this.lastPlain = begin;
  }

  void show(ReplayTotals totals) {
    long now = nanoTime.getAsLong();
    String text = text(totals.count(), now - begin) + "  " + totals;
    if (terminal) {
      err.printf("\r%s\u001b[K", text);
      shown = true;
    } else if (now - lastPlain > PLAIN_EVERY_NANOS) {
      lastPlain = now;
      err.println(text);
    }
    err.flush();
  }

  /** Takes the line away, for others that write to the same terminal. */
  void clear() {
    if (shown) {
      err.printf("\r\u001b[K");
      err.flush();
      shown = false;
    }
  }

  /** Says something on a line of its own. */
  void note(String text) {
    clear();
    err.println(text);
    err.flush();
  }

  private String text(long done, long nanos) {
    double perSecond = done / Math.max(nanos / 1e9, 1e-3);
    Duration left = Duration.ofMillis((long) (1000 * (total - done) / Math.max(perSecond, 1e-3)));
    return "%,d of %,d  %,.0f/s  %s left".formatted(done, total, perSecond, shown(left));
  }

  private static String shown(Duration left) {
    if (left.toMinutes() == 0) {
      return left.toSeconds() + " s";
    }
    return left.toHours() == 0
        ? "%d:%02d min".formatted(left.toMinutes(), left.toSecondsPart())
        : "%d:%02d h".formatted(left.toHours(), left.toMinutesPart());
  }
}
