package io.employeecdc.runtime.results;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How far something is, on standard error: on a terminal one line that is rewritten, elsewhere a
 * line now and then.
 */
public final class ProgressLine {
  private final PrintWriter err;
  private final Duration plainEvery;
  private final LongSupplier nanoTime;

  /** Known by the launcher: until Java 22 a JVM cannot tell for standard error alone. */
  private final boolean terminal = Boolean.getBoolean("cdc.terminal");

  private final long begin;
  private long lastPlain;
  private boolean shown;

  public ProgressLine(PrintWriter err, Duration plainEvery, LongSupplier nanoTime) {
    this.err = err;
    this.plainEvery = plainEvery;
    this.nanoTime = nanoTime;
    this.begin = nanoTime.getAsLong();
    this.lastPlain = begin;
  }

  public void show(String text) {
    long now = nanoTime.getAsLong();
    if (terminal) {
      err.printf("\r%s\u001b[K", text);
      shown = true;
    } else if (now - lastPlain > plainEvery.toNanos()) {
      lastPlain = now;
      err.println(text);
    }
    err.flush();
  }

  /** Takes the line away, for others that write to the same terminal. */
  public void clear() {
    if (shown) {
      err.printf("\r\u001b[K");
      err.flush();
      shown = false;
    }
  }

  /** Leaves the line as it is and begins another. */
  public void end() {
    if (shown) {
      err.println();
      err.flush();
      shown = false;
    }
  }

  /** Says something on a line of its own, in place of what was shown. */
  public void note(String text) {
    clear();
    err.println(text);
    err.flush();
  }

  public double seconds() {
    return (nanoTime.getAsLong() - begin) / 1e9;
  }

  /** So many of all, how fast, and how long the rest will take. */
  public String rate(long done, long all) {
    double perSecond = done / Math.max(seconds(), 1e-3);
    Duration left = Duration.ofMillis((long) (1000 * (all - done) / Math.max(perSecond, 1e-3)));
    return "%,d of %,d  %,.0f/s  %s left".formatted(done, all, perSecond, shown(left));
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
