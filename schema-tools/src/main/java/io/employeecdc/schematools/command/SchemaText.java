package io.employeecdc.schematools.command;

import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.schemacheck.Version;
import io.employeecdc.schemacheck.avsc.SchemaFile;
import io.employeecdc.schematools.repository.Git;
import io.employeecdc.schematools.text.ShownPath;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** A schema before it is parsed; sentences use its label, places its name. */
record SchemaText(String label, String name, String text) {
  static Optional<SchemaText> read(OptionReader options, String option, String label, Path file) {
    try {
      // Bytes that are no UTF-8 become characters that no schema has, at their place.
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      return Optional.of(new SchemaText(label, ShownPath.of(file), text));
    } catch (IOException e) {
      options.complain(option, "not a file that can be read");
      return Optional.empty();
    }
  }

  /**
   * The file at a revision; empty if it is not there yet, or, with a complaint, if there is no such
   * revision.
   */
  static Optional<SchemaText> at(OptionReader options, String revision, Path file) {
    Path folder = file.toAbsolutePath().normalize().getParent();
    try {
      Optional<String> commit = Git.commit(folder, revision);
      if (commit.isPresent()) {
        return Git.text(folder, "show", commit.get() + ":./" + file.getFileName())
            .map(text -> new SchemaText(revision, revision + ":" + file, text));
      }
      options.complain("--against", "neither a file nor a git revision");
    } catch (IOException e) {
      options.complain("--against", "no file, and git cannot be run here");
    }
    return Optional.empty();
  }

  Version load() {
    return new Version(SchemaFile.parse(name, text), label);
  }
}
