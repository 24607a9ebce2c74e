package io.employeecdc.schematools.command;

import io.employeecdc.runtime.options.OptionReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The module {@code schemas}: the schema and its released versions. */
record SchemaFolder(Path path) {
  /** Where the released versions are, each schema's in a folder of its name. */
  static final String RELEASED = "src/main/resources/released";

  private static final Pattern VERSION = Pattern.compile("v([1-9]\\d{0,5})\\.avsc");

  /** The folder that is named, else that of the checkout that the launcher belongs to. */
  static SchemaFolder of(String named) {
    if (named != null) {
      return new SchemaFolder(OptionReader.path(named));
    }
    Path here = Path.of("schemas");
    String checkout = System.getProperty("cdc.checkout");
    if (Files.isDirectory(here.resolve("src/main/avro")) || checkout == null) {
      return new SchemaFolder(here);
    }
    return new SchemaFolder(Path.of(checkout, "schemas"));
  }

  List<Path> working() {
    return listed(path.resolve("src/main/avro")).stream()
        .filter(f -> f.toString().endsWith(".avsc"))
        .toList();
  }

  static String name(Path schema) {
    return schema.getFileName().toString().replaceFirst("\\.avsc$", "");
  }

  List<String> releasedNames() {
    return listed(path.resolve(RELEASED)).stream()
        .filter(Files::isDirectory)
        .map(folder -> folder.getFileName().toString())
        .toList();
  }

  Path releasedFolder(String name) {
    return path.resolve(RELEASED).resolve(name);
  }

  List<SchemaText> released(OptionReader options, Path schema) {
    SortedMap<Integer, Path> versions = new TreeMap<>();
    for (Path file : listed(releasedFolder(name(schema)))) {
      Matcher version = VERSION.matcher(file.getFileName().toString());
      if (version.matches()) {
        versions.put(Integer.valueOf(version.group(1)), file);
      }
    }
    return versions.entrySet().stream()
        .flatMap(
            v ->
                SchemaText.read(options, "--schemas", "version " + v.getKey(), v.getValue())
                    .stream())
        .toList();
  }

  private static List<Path> listed(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
