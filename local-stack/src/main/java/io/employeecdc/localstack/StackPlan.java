package io.employeecdc.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Decides what {@code up} has to do with: the stack that is there, or a new one. */
final class StackPlan {
  private StackPlan() {}

  /** What the directory's stack consists of, or a new one would. */
  static StackFile of(StackSettings settings) throws IOException {
    Path directory = settings.directory();
    StackFile known = StackFile.read(directory).orElse(null);
    if (known != null) {
      requireSame(settings, known);
      return known;
    }
    requireEmpty(directory);
    return StackFile.choose(settings);
  }

  /** Checked for all servers before the first is started. */
  static void requireFreePorts(List<Server> servers) {
    for (Server server : servers) {
      for (int port : server.ports()) {
        if (!Ports.isFree(port)) {
          throw new StackException(
              "Port %d for %s is taken by another process".formatted(port, server.name()));
        }
      }
    }
  }

  private static void requireSame(StackSettings settings, StackFile known) {
    if (settings.brokers() != known.brokers()) {
      throw new StackException(
          "The stack in %s has %d broker(s), not %d: end it first"
              .formatted(settings.directory(), known.brokers(), settings.brokers()));
    }
    if (settings.secure() != known.secure()) {
      throw new StackException(
          "The stack in %s is %s: end it first"
              .formatted(settings.directory(), known.secure() ? "secure" : "not secure"));
    }
    if (settings.firstPort() != 0 && settings.firstPort() != known.firstPort()) {
      throw new StackException(
          "The stack in %s has its source on port %d, not %d: end it first"
              .formatted(settings.directory(), known.source(), settings.firstPort()));
    }
  }

  /** The directory will be deleted one day, so it must not be somebody's home. */
  private static void requireEmpty(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> strangers =
          files
              .filter(file -> !DirectoryLock.isLockFile(file) && !StackFile.isDraft(file))
              .toList();
      if (!strangers.isEmpty()) {
        throw new StackException(
            "%s is neither empty nor a stack's directory: it has %s"
                .formatted(directory, strangers.get(0).getFileName()));
      }
    }
  }
}
