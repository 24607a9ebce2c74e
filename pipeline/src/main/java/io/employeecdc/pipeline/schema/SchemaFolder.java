package io.employeecdc.pipeline.schema;

import io.employeecdc.runtime.options.OptionReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folder that holds the schema and its released versions.
 *
 * @param path the module {@code schemas}
 */
record SchemaFolder(Path path) {
  private static final String SUFFIX = ".avsc";

  /** The folder that is named, else that of the checkout that the launcher belongs to. */
  static SchemaFolder of(String named) {
    if (named != null) {
      return new SchemaFolder(Path.of(named));
    }
    Path here = Path.of("schemas");
    String home = System.getProperty("cdc.home");
    if (Files.isDirectory(here.resolve("src/main/avro")) || home == null) {
      return new SchemaFolder(here);
    }
    return new SchemaFolder(Path.of(home).toAbsolutePath().resolveSibling("schemas"));
  }

  /** The schemas that are being worked on, by name. */
  List<Path> working() {
    Path folder = path.resolve("src/main/avro");
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(SUFFIX)).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The released versions of a schema, oldest first. */
  List<SchemaText> released(OptionReader options, Path schema) {
    String file = schema.getFileName().toString();
    String name = file.endsWith(SUFFIX) ? file.substring(0, file.length() - SUFFIX.length()) : file;
    Path folder = path.resolve("src/main/resources/released").resolve(name);
    List<SchemaText> released = new ArrayList<>();
    for (int number = 1; Files.exists(folder.resolve("v" + number + SUFFIX)); number++) {
      TextReader.read(
              options, "--schemas", "version " + number, folder.resolve("v" + number + SUFFIX))
          .ifPresent(released::add);
    }
    return released;
  }
}
