package io.employeecdc.pipeline.schema.deploy;

import java.io.PrintWriter;

/** How far the scan is, on a line of the terminal that is rewritten; nothing elsewhere. */
final class ScanProgress {
  private static final long EVERY_NANOS = 200_000_000L;
  private static final String START_OF_EMPTY_LINE = "\r\u001b[K";

  private final PrintWriter out;

  /** Known by the launcher: until Java 22 a JVM cannot tell for standard error alone. */
  private final boolean terminal = Boolean.getBoolean("cdc.terminal");

  private long shown = System.nanoTime();

  ScanProgress(PrintWriter out) {
    this.out = out;
  }

  void show(String topic, long done, long all) {
    if (terminal && System.nanoTime() - shown > EVERY_NANOS) {
      shown = System.nanoTime();
      out.printf(START_OF_EMPTY_LINE + "%s: looked at %,d of %,d offsets", topic, done, all);
      out.flush();
    }
  }

  void clear() {
    if (terminal) {
      out.printf(START_OF_EMPTY_LINE);
      out.flush();
    }
  }
}
