package io.employeecdc.schematools.command;

import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.schematools.avsc.SchemaFile;
import io.employeecdc.schematools.check.Version;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A schema before it is parsed.
 *
 * @param label how sentences call it
 * @param name how places in it are named
 */
record SchemaText(String label, String name, String text) {
  static Optional<SchemaText> read(OptionReader options, String option, String label, Path file) {
    try {
      // Bytes that are no UTF-8 become characters that no schema has, at their place.
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      return Optional.of(new SchemaText(label, shown(file), text));
    } catch (IOException e) {
      options.complain(option, "not a file that can be read");
      return Optional.empty();
    }
  }

  /** Relative to where the command runs, which is how editors and annotations find a file. */
  static String shown(Path file) {
    if (!file.isAbsolute()) {
      return file.normalize().toString();
    }
    Path here = Path.of("").toAbsolutePath();
    return file.startsWith(here) ? here.relativize(file).toString() : file.toString();
  }

  Version load() {
    return new Version(SchemaFile.parse(name, text), label);
  }
}
