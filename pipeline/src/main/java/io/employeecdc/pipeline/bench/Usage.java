package io.employeecdc.pipeline.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a process with its children has used so far, as Linux counts it in {@code /proc}.
 *
 * @param cpuSeconds user and system, of live and ended children too
 * @param peakMegabytes largest resident size that the process itself has had
 */
record Usage(double cpuSeconds, long peakMegabytes) {
  /** USER_HZ, which Linux fixes at 100 for what it shows in /proc on every common platform. */
  private static final double TICKS_PER_SECOND = 100;

  /** Fields of /proc/PID/stat after the command's name: utime, stime, cutime, cstime. */
  private static final List<Integer> TICK_FIELDS = List.of(11, 12, 13, 14);

  /** Zero where there is no /proc. */
  static Usage of(long pid) {
    double ticks =
        Stream.concat(
                Stream.of(pid),
                ProcessHandle.of(pid).stream()
                    .flatMap(ProcessHandle::descendants)
                    .map(ProcessHandle::pid))
            .mapToDouble(Usage::ticks)
            .sum();
    return new Usage(ticks / TICKS_PER_SECOND, peak(pid));
  }

  private static double ticks(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      return TICK_FIELDS.stream().mapToLong(field -> Long.parseLong(fields[field])).sum();
    } catch (IOException e) {
      return 0;
    }
  }

  private static long peak(long pid) {
    try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "status"))) {
      return lines
          .filter(line -> line.startsWith("VmHWM:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }
}
