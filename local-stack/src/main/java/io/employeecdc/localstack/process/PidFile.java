package io.employeecdc.localstack.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The process id of a server, written by the child itself before it becomes the server, so that no
 * crash of the parent, at any instant, leaves a server that nobody knows of.
 *
 * <p>Process ids are used again by other processes. The file is written within milliseconds of the
 * start of its process, so a process that started at another time is somebody else's and is neither
 * taken for the server nor ever killed.
 */
public record PidFile(Path file) {
  private static final Duration TOLERANCE = Duration.ofSeconds(3);

  /** The live process, or empty when it has ended or never was. */
  public Optional<ProcessHandle> process() {
    try {
      String text = Files.readString(file).strip();
      if (text.isEmpty()) {
        return Optional.empty();
      }
      Instant written = Files.getLastModifiedTime(file).toInstant();
      return ProcessHandle.of(Long.parseLong(text))
          .filter(process -> startedAt(process, written))
          .filter(PidFile::lives);
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a process still runs; one that has ended and waits to be reaped does not. */
  public static boolean lives(ProcessHandle process) {
    return process.isAlive() && !isZombie(process.pid());
  }

  public void delete() throws IOException {
    Files.deleteIfExists(file);
  }

  private static boolean startedAt(ProcessHandle process, Instant written) {
    return process
        .info()
        .startInstant()
        .map(started -> Duration.between(started, written).abs().compareTo(TOLERANCE) <= 0)
        .orElse(false);
  }

  /** The first thread may be done for while others still hold the files and ports. */
  private static boolean isZombie(long pid) {
    Path process = Path.of("/proc", Long.toString(pid));
    try (Stream<Path> threads = Files.list(process.resolve("task"))) {
      String stat = Files.readString(process.resolve("stat"));
      return stat.startsWith(") Z", stat.lastIndexOf(')')) && threads.count() <= 1;
    } catch (IOException noProcFileSystem) {
      return false;
    }
  }
}
