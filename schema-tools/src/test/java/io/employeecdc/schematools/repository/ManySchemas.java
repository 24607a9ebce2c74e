package io.employeecdc.schematools.repository;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;

/** A made-up repository of schemas that use one another's types; the same for the same seed. */
final class ManySchemas {
  private static final List<String> SIMPLE =
      List.of(
          "\"int\"",
          "\"long\"",
          "\"double\"",
          "\"boolean\"",
          "\"string\"",
          "\"bytes\"",
          "{\"type\": \"int\", \"logicalType\": \"date\"}",
          "{\"type\": \"long\", \"logicalType\": \"timestamp-micros\"}",
          "{\"type\": \"bytes\", \"logicalType\": \"decimal\", \"precision\": 12, \"scale\": 2}");

  private static final int COMMON = 40;
  private static final int FOLDERS = 20;

  private final int files;
  private final Random random;

  private ManySchemas(int files, Random random) {
    this.files = files;
    this.random = random;
  }

  /** The texts by their paths; every fifth type is an enum, the others are records. */
  static SortedMap<String, String> of(int files, long seed) {
    ManySchemas schemas = new ManySchemas(files, new Random(seed));
    SortedMap<String, String> texts = new TreeMap<>();
    for (int i = 0; i < files; i++) {
      texts.put(
          "domain%d/Type%d.avsc".formatted(i % FOLDERS, i),
          i % 5 == 0 ? enumOf(i) : schemas.record(i));
    }
    return texts;
  }

  static void write(SortedMap<String, String> texts, Path folder) throws IOException {
    for (var text : texts.entrySet()) {
      Path file = folder.resolve(text.getKey());
      Files.createDirectories(file.getParent());
      Files.writeString(file, text.getValue());
    }
  }

  private static String enumOf(int number) {
    return """
        {"type": "enum", "name": "Type%d", "namespace": "org.example.domain%d",
         "symbols": ["UNKNOWN", "A", "B"], "default": "UNKNOWN"}
        """
        .formatted(number, number % FOLDERS);
  }

  private String record(int number) {
    List<String> fields = new ArrayList<>();
    int size = 5 + random.nextInt(20);
    for (int i = 0; i < size; i++) {
      fields.add(
          "  {\"name\": \"f%d\", \"doc\": \"What it is.\", \"type\": %s}"
              .formatted(i, type(number)));
    }
    return """
        {"type": "record", "name": "Type%d", "namespace": "org.example.domain%d", "fields": [
        %s
        ]}
        """
        .formatted(number, number % FOLDERS, String.join(",\n", fields));
  }

  /**
   * One in four is another file's: one that all use, or one of the same folder, also later ones.
   */
  private String type(int number) {
    int near = Math.floorMod(number + FOLDERS * (random.nextInt(5) - 3), files);
    int other = random.nextBoolean() ? random.nextInt(COMMON) : near;
    String name = "\"org.example.domain%d.Type%d\"".formatted(other % FOLDERS, other);
    return switch (number < COMMON ? 7 : random.nextInt(8)) {
      case 0 -> "[\"null\", " + name + "], \"default\": null";
      case 1 -> "{\"type\": \"array\", \"items\": " + name + "}";
      default -> SIMPLE.get(random.nextInt(SIMPLE.size()));
    };
  }

  public static void main(String[] arguments) throws IOException {
    write(of(Integer.parseInt(arguments[0]), 1), Path.of(arguments[1]));
  }
}
