package io.employeecdc.localstack.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.apache.kafka.common.utils.Utils;

/** Files that only their owner may read, and the end of whole directories. */
public final class PrivateFiles {
  private static final Duration STRAGGLERS_LIMIT = Duration.ofSeconds(10);

  private PrivateFiles() {}

  /** A new, empty file in place of whatever was there. */
  public static Path create(Path file) throws IOException {
    Files.deleteIfExists(file);
    return Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
  }

  /** The directory, with those above it; nothing happens to one that exists. */
  public static Path directories(Path directory) throws IOException {
    return Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  /**
   * Deletes a directory and all in it, also one into which a process still writes that the crash of
   * its parent has left behind: such a one ends within seconds.
   */
  public static void deleteTree(Path top) throws IOException {
    Waiting.until(STRAGGLERS_LIMIT, () -> deleted(top));
    Utils.delete(top.toFile());
  }

  private static boolean deleted(Path top) {
    try {
      Utils.delete(top.toFile());
      return true;
    } catch (DirectoryNotEmptyException | NoSuchFileException stillInUse) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
