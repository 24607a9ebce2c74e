package io.employeecdc.localstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;

/** Files that only their owner may read, and the end of whole directories. */
final class PrivateFiles {
  private static final Duration STRAGGLERS_LIMIT = Duration.ofSeconds(10);

  private PrivateFiles() {}

  /** A new, empty file in place of whatever was there. */
  static Path create(Path file) throws IOException {
    Files.deleteIfExists(file);
    return Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  /** The directory, with those above it; nothing happens to one that exists. */
  static Path directories(Path directory) throws IOException {
    return Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  /**
   * Deletes a directory and all in it, also one into which a process still writes that the crash of
   * its parent has left behind: such a one ends within seconds.
   */
  static void deleteTree(Path top) throws IOException {
    Waiting.until(STRAGGLERS_LIMIT, () -> deleted(top));
    deleteOnce(top);
  }

  private static boolean deleted(Path top) {
    try {
      deleteOnce(top);
      return true;
    } catch (DirectoryNotEmptyException stillWritten) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void deleteOnce(Path top) throws IOException {
    if (!Files.exists(top)) {
      return;
    }
    Files.walkFileTree(
        top,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure)
              throws IOException {
            if (failure instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE;
            }
            throw failure;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException failure)
              throws IOException {
            Files.deleteIfExists(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
