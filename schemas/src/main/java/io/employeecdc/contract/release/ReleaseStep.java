package io.employeecdc.contract.release;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;

/** Adds a version to a folder of released versions. */
public final class ReleaseStep {
  private ReleaseStep() {}

  /**
   * Writes the next version and then its line in the list, each at once or not at all. Interrupted
   * between the two it leaves a file that is not in the list, which {@link ReleaseGuard} reports.
   *
   * @param folder made if it is missing
   * @param content the file's bytes
   * @throws IOException if it cannot be written
   * @throws IllegalStateException if released versions are not as released
   * @throws IllegalArgumentException if the date is before that of the latest version
   */
  public static Release add(Path folder, byte[] content, LocalDate date) throws IOException {
    ReleasedFiles files = ReleasedFiles.read(folder);
    List<Tampering> tampering = ReleaseGuard.check(files);
    if (!tampering.isEmpty()) {
      throw new IllegalStateException(tampering.get(0).message());
    }
    List<Release> releases =
        new ArrayList<>(files.manifest().map(Manifest::releases).orElse(List.of()));
    if (!releases.isEmpty() && date.isBefore(releases.get(releases.size() - 1).date())) {
      throw new IllegalArgumentException(date + " is before the latest release");
    }
    Release next = new Release(releases.size() + 1, date, Release.fingerprint(content));
    releases.add(next);
    Files.createDirectories(folder);
    write(folder.resolve(next.file()), content);
    write(folder.resolve(Manifest.FILE), Manifest.text(releases).getBytes(StandardCharsets.UTF_8));
    return next;
  }

  private static void write(Path file, byte[] content) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    try {
      Files.write(part, content);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }
}
