package io.employeecdc.pipeline.demo;

import io.employeecdc.pipeline.run.Flow;
import java.io.PrintWriter;

/** Says what happens: steps on lines of their own, and the flow on one line that is rewritten. */
final class ProgressLine {
  private static final long PLAIN_EVERY_NANOS = 5_000_000_000L;

  private final PrintWriter out;

  /** Known by the launcher: until Java 22 a JVM cannot tell for standard error alone. */
  private final boolean terminal = Boolean.getBoolean("cdc.terminal");

  private final long begin = System.nanoTime();
  private long lastPlain = begin;
  private boolean rewriting;

  ProgressLine(PrintWriter out) {
    this.out = out;
  }

  void step(String text) {
    if (rewriting) {
      out.println();
      rewriting = false;
    }
    out.printf("%5.1f s  %s%n", seconds(), text);
    out.flush();
  }

  void flow(long played, Flow flow) {
    String text =
        "%5.1f s  played %,d  captured %,d  published %,d  applied %,d"
            .formatted(seconds(), played, flow.captured(), flow.published(), flow.applied());
    if (terminal) {
      out.printf("\r%s\u001b[K", text);
      rewriting = true;
    } else if (System.nanoTime() - lastPlain > PLAIN_EVERY_NANOS) {
      lastPlain = System.nanoTime();
      out.println(text);
    }
    out.flush();
  }

  private double seconds() {
    return (System.nanoTime() - begin) / 1e9;
  }
}
