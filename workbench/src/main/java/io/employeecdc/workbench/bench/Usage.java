package io.employeecdc.workbench.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a process with its children has used so far, as Linux counts it in {@code /proc}.
 *
 * @param cpuSeconds user and system, of live and ended children too
 * @param peakMegabytes largest resident size that one of its processes has had; what they share, as
 *     PostgreSQL's do, counts in each
 */
public record Usage(double cpuSeconds, long peakMegabytes) {
  public static final Usage NONE = new Usage(0, 0);

  /** USER_HZ, which Linux fixes at 100 for what it shows in /proc on every common platform. */
  private static final double TICKS_PER_SECOND = 100;

  /** Fields of /proc/PID/stat after the command's name: utime, stime, cutime, cstime. */
  private static final List<Integer> TICK_FIELDS = List.of(11, 12, 13, 14);

  /** Zero where there is no /proc. */
  public static Usage of(long pid) {
    List<Long> all =
        Stream.concat(
                Stream.of(pid),
                ProcessHandle.of(pid).stream()
                    .flatMap(ProcessHandle::descendants)
                    .map(ProcessHandle::pid))
            .toList();
    double ticks = all.stream().mapToDouble(Usage::ticks).sum();
    long peak = all.stream().mapToLong(Usage::peak).max().orElse(0);
    return new Usage(ticks / TICKS_PER_SECOND, peak);
  }

  /** Of two servers with one task: the CPU of both, the peak of the larger. */
  public Usage and(Usage other) {
    return new Usage(cpuSeconds + other.cpuSeconds, Math.max(peakMegabytes, other.peakMegabytes));
  }

  /** The CPU used since then; a peak is one of the whole life. */
  public Usage since(Usage before) {
    return new Usage(cpuSeconds - before.cpuSeconds, peakMegabytes);
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
