package io.employeecdc.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Ctrl-C. Who runs in the background of a shell without a terminal has been told to ignore that,
 * and so have all its children; they are asked to end in the other way.
 */
public final class Interrupt {
  private Interrupt() {}

  /**
   * Sends it to a child of this process.
   *
   * @return the exit code that belongs to it
   */
  public static int send(long pid) throws IOException, InterruptedException {
    boolean deaf = isIgnored();
    new ProcessBuilder("kill", deaf ? "-TERM" : "-INT", String.valueOf(pid)).start().waitFor();
    return deaf ? 143 : 130;
  }

  private static boolean isIgnored() throws IOException {
    Path status = Path.of("/proc/self/status");
    return Files.exists(status)
        && Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
  }
}
