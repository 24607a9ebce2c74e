package io.employeecdc.localstack;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * Where the servers' programs are unpacked, once for each user and version: {@code employee-cdc}
 * under {@code $XDG_CACHE_HOME} or {@code ~/.cache}. It may be deleted whenever no stack is up.
 *
 * <p>A directory gets its name only when it is complete, so one that has its name is whole,
 * whatever was killed and however many JVMs unpack at once: the first rename wins.
 */
final class Cache {
  private Cache() {}

  static synchronized Path unpacked(Archive archive) throws IOException {
    Path ready = root().resolve(archive.name() + "-" + archive.sha256().substring(0, 16));
    if (Files.isDirectory(ready)) {
      return ready;
    }
    deleteAbandoned(ready.getParent());
    Path draft = ready.resolveSibling("." + ready.getFileName() + "." + UUID.randomUUID());
    PrivateFiles.directories(draft);
    try {
      archive.unpack(draft);
      Files.move(draft, ready, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | RuntimeException e) {
      PrivateFiles.deleteTree(draft);
      if (e instanceof IOException && Files.isDirectory(ready)) {
        return ready;
      }
      throw e;
    }
    return ready;
  }

  /** Drafts of JVMs that were killed; nobody unpacks for an hour. */
  private static void deleteAbandoned(Path root) throws IOException {
    Instant anHourAgo = Instant.now().minus(Duration.ofHours(1));
    try (DirectoryStream<Path> drafts =
        Files.newDirectoryStream(PrivateFiles.directories(root), ".*")) {
      for (Path draft : drafts) {
        if (Files.getLastModifiedTime(draft).toInstant().isBefore(anHourAgo)) {
          PrivateFiles.deleteTree(draft);
        }
      }
    }
  }

  private static Path root() {
    String xdg = System.getenv("XDG_CACHE_HOME");
    Path caches =
        xdg == null || xdg.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(xdg);
    return caches.toAbsolutePath().resolve("employee-cdc");
  }
}
