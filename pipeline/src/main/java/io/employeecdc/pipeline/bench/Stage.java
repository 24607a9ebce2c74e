package io.employeecdc.pipeline.bench;

import java.time.Duration;
import java.util.SortedMap;

/**
 * One measured stage.
 *
 * @param changes how many went through
 * @param took from the first change to the last
 * @param usage by process: CPU within that time, and the peak of its memory so far
 */
record Stage(String name, long changes, Duration took, SortedMap<String, Usage> usage) {

  double perSecond() {
    return changes / (took.toNanos() / 1e9);
  }

  /** CPU seconds of a process for 100,000 changes. */
  double cpuPer100k(String process) {
    return usage.getOrDefault(process, Usage.NONE).cpuSeconds() * 100_000 / changes;
  }

  long peakMegabytes(String process) {
    return usage.getOrDefault(process, Usage.NONE).peakMegabytes();
  }

  double cpuPer100k() {
    return usage.keySet().stream().mapToDouble(this::cpuPer100k).sum();
  }
}
