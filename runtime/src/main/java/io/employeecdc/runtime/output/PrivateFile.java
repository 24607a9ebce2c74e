package io.employeecdc.runtime.output;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that may hold rows, for their owner alone. */
public final class PrivateFile {
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private PrivateFile() {}

  /**
   * Writes the file with mode 0600, which it has before it holds anything. One that was there is
   * replaced in one step, whatever its mode was; a device or a pipe is written to.
   */
  public static void write(Path file, String text) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      Files.writeString(file, text);
      return;
    }
    // Through a link to what it points at: the link is the user's.
    Path real = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
    Path draft = Files.createTempFile(real.getParent(), ".cdc-", ".tmp", OWNER_ONLY);
    try {
      Files.writeString(draft, text);
      Files.move(draft, real, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
