package io.employeecdc.localstack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Decides what {@code up} has to do with: the stack that is there, or a new one. */
final class StackPlan {
  private StackPlan() {}

  /** The file of the directory's stack; written now if there was none. */
  static StackFile of(StackSettings settings, DirectoryLock lock) throws IOException {
    Path directory = lock.directory();
    StackFile known = StackFile.read(directory).orElse(null);
    if (known != null) {
      requireSame(settings, known);
      return known;
    }
    requireEmpty(lock);
    StackFile chosen = StackFile.choose(settings);
    chosen.write(directory);
    return chosen;
  }

  private static void requireSame(StackSettings settings, StackFile known) {
    if (settings.brokers() != known.brokers()) {
      throw new StackException(
          "The stack in %s has %d broker(s), not %d: end it first"
              .formatted(settings.directory(), known.brokers(), settings.brokers()));
    }
    if (settings.firstPort() != 0 && settings.firstPort() != known.firstPort()) {
      throw new StackException(
          "The stack in %s has its source on port %d, not %d: end it first"
              .formatted(settings.directory(), known.source(), settings.firstPort()));
    }
  }

  /** The directory will be deleted one day, so it must not be somebody's home. */
  private static void requireEmpty(DirectoryLock lock) throws IOException {
    try (Stream<Path> files = Files.list(lock.directory())) {
      List<Path> strangers =
          files
              .filter(file -> !DirectoryLock.isLockFile(file) && !StackFile.isDraft(file))
              .toList();
      if (!strangers.isEmpty()) {
        lock.delete();
        throw new StackException(
            "%s is neither empty nor a stack's directory: it has %s"
                .formatted(lock.directory(), strangers.get(0).getFileName()));
      }
    }
  }
}
