package io.employeecdc.pipeline.bench;

import java.time.Duration;
import java.util.SortedMap;

/**
 * One measured stage.
 *
 * @param changes how many went through
 * @param took from the first change to the last
 * @param cpuSeconds by process, within that time
 * @param peakMegabytes by service
 */
record Stage(
    String name,
    long changes,
    Duration took,
    SortedMap<String, Double> cpuSeconds,
    SortedMap<String, Long> peakMegabytes) {

  double perSecond() {
    return changes / (took.toNanos() / 1e9);
  }

  /** CPU seconds of a process for 100,000 changes. */
  double cpuPer100k(String process) {
    return cpuSeconds.getOrDefault(process, 0.0) * 100_000 / changes;
  }

  double cpuPer100k() {
    return cpuSeconds.keySet().stream().mapToDouble(this::cpuPer100k).sum();
  }
}
