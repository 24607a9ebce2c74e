package io.employeecdc.runtime.output;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;

/**
 * Files that a command is told to write. Each takes the place of one that was there in one step, so
 * that nobody reads half of it, and has its mode before it holds anything. Where others may write
 * too, they can have put a link there beforehand, to a file of the command's user: only a link of
 * his own is followed, or one of whom the folder belongs to, as Linux does by itself in /tmp.
 */
public final class ResultFile {
  private static final int MOST_LINKS = 40;

  private ResultFile() {}

  /** Writes a file that may hold rows, for its owner alone. */
  public static void writePrivate(Path file, String text) throws IOException {
    write(file, text, "rw-------");
  }

  /** Writes a file that holds none, for all to read. */
  public static void writePublic(Path file, String text) throws IOException {
    write(file, text, "rw-r--r--");
  }

  private static void write(Path file, String text, String mode) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      // A device or a pipe.
      Files.writeString(file, text);
      return;
    }
    Path real = real(file.toAbsolutePath());
    Path draft =
        Files.createTempFile(
            real.getParent(),
            ".cdc-",
            ".tmp",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.writeString(draft, text);
      Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString(mode));
      Files.move(draft, real, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private static Path real(Path file) throws IOException {
    Path at = file;
    for (int links = 0; Files.isSymbolicLink(at); links++) {
      if (links == MOST_LINKS || !isTrusted(at)) {
        throw new AccessDeniedException(file.toString());
      }
      at = at.resolveSibling(Files.readSymbolicLink(at));
    }
    return at;
  }

  private static boolean isTrusted(Path link) throws IOException {
    UserPrincipal owner = Files.getOwner(link, LinkOption.NOFOLLOW_LINKS);
    return owner.getName().equals(System.getProperty("user.name"))
        || owner.equals(Files.getOwner(link.getParent()));
  }
}
