package io.employeecdc.schematools.text;

import java.nio.file.Path;

public final class ShownPath {
  private ShownPath() {}

  /** Relative to where the command runs, which is how editors and annotations find a file. */
  public static String of(Path file) {
    if (!file.isAbsolute()) {
      return file.normalize().toString();
    }
    Path here = Path.of("").toAbsolutePath();
    return file.startsWith(here) ? here.relativize(file).toString() : file.toString();
  }
}
