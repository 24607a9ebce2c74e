package io.employeecdc.compatibility.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Two files of one name: {@code .avro.hex}, the record without the wire format's header, and {@code
 * .txt}, the change as the consumer must see it, a line {@code name=value} for each of its fields.
 */
record GoldenFile(Path hex) {
  private static final String SUFFIX = ".avro.hex";
  private static final Path GOLDEN = Path.of("src/test/resources/golden");

  static Path folder(int version) {
    return GOLDEN.resolve("v" + version);
  }

  static GoldenFile of(int version, String name) {
    return new GoldenFile(folder(version).resolve(name + SUFFIX));
  }

  /** The files of a version by name; none if it has no folder. */
  static List<GoldenFile> all(int version) {
    if (!Files.isDirectory(folder(version))) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder(version))) {
      return files
          .filter(file -> file.toString().endsWith(SUFFIX))
          .sorted()
          .map(GoldenFile::new)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String name() {
    return hex.getFileName().toString().replace(SUFFIX, "");
  }

  byte[] bytes() throws IOException {
    return HexFormat.of().parseHex(Files.readString(hex).strip());
  }

  Map<String, String> change() throws IOException {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String line : Files.readAllLines(text())) {
      int equals = line.indexOf('=');
      fields.put(line.substring(0, equals), line.substring(equals + 1));
    }
    return fields;
  }

  void write(byte[] bytes, Map<String, String> change) throws IOException {
    Files.createDirectories(hex.getParent());
    Files.writeString(hex, HexFormat.of().formatHex(bytes) + "\n");
    StringBuilder lines = new StringBuilder();
    change.forEach((name, value) -> lines.append(name).append('=').append(value).append('\n'));
    Files.writeString(text(), lines);
  }

  private Path text() {
    return hex.resolveSibling(name() + ".txt");
  }
}
