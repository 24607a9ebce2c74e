package io.employeecdc.workbench.bench;

import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One measured stage.
 *
 * @param changes how many went through
 * @param took from the first change to the last
 * @param usage by process: CPU within that time, and the peak of its memory so far
 */
record StageResult(String name, long changes, Duration took, SortedMap<String, Usage> usage) {
  static final String ALL = "all";

  /** One without services, which ends now. */
  static StageResult since(long begin, String name, long changes) {
    return new StageResult(
        name, changes, Duration.ofNanos(System.nanoTime() - begin), new TreeMap<>());
  }

  double perSecond() {
    return changes / (took.toNanos() / 1e9);
  }

  /** CPU seconds of a process, or of {@link #ALL} of them, for 100,000 changes. */
  double cpuPer100k(String process) {
    double seconds =
        process.equals(ALL)
            ? usage.values().stream().mapToDouble(Usage::cpuSeconds).sum()
            : usage.getOrDefault(process, Usage.NONE).cpuSeconds();
    return seconds * 100_000 / changes;
  }

  long peakMegabytes(String process) {
    return usage.getOrDefault(process, Usage.NONE).peakMegabytes();
  }
}
