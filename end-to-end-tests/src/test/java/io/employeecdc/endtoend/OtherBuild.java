package io.employeecdc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.employeecdc.cli.Cdc;
import io.employeecdc.operations.verify.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The contract as it was when a version of the schema was the newest, or will be, in a copy of its
 * folder: before the classes of today it makes the programs of that time.
 */
final class OtherBuild {
  private static final Path CONTRACT = Path.of("../schemas/src/main");
  private static final String AVSC = "avro/EmployeeCDC.avsc";
  private static final String RELEASED = "resources/released/EmployeeCDC";

  /** The end of the last field of the row. */
  private static final Pattern LAST_COLUMN =
      Pattern.compile("(?s)(\"name\": \"Employee\",.*?\n {12}\\})(?=\n {10}\\])");

  private OtherBuild() {}

  /**
   * Copies it into an empty folder, without the versions that came later.
   *
   * @return what comes first in the class path
   */
  static Path of(int version, Path folder) throws IOException {
    Path contract = copy(folder);
    Path manifest = contract.resolve(RELEASED + "/versions.txt");
    Files.write(
        manifest,
        Files.readAllLines(manifest).stream()
            .filter(
                line ->
                    line.startsWith("#")
                        || Integer.parseInt(line.substring(0, line.indexOf(' '))) <= version)
            .toList());
    return contract.resolve("resources");
  }

  /**
   * As {@link #of(int, Path)}, of a version that comes after today's and has a column more: as
   * docs/changing-a-schema.md says it, one field in one file, and nothing else.
   *
   * @param field of the row, as a person writes it into the contract
   */
  static Path withColumn(String field, Path folder) throws IOException {
    Path contract = copy(folder);
    Path avsc = contract.resolve(AVSC);
    String before = Files.readString(avsc);
    Files.writeString(
        avsc, LAST_COLUMN.matcher(before).replaceFirst(match -> match.group(1) + ",\n" + field));
    return released(contract);
  }

  /** As {@link #withColumn}, but it has a column less. */
  static Path withoutColumn(String name, Path folder) throws IOException {
    return edited(
        columns -> {
          for (int i = columns.size() - 1; i >= 0; i--) {
            if (columns.get(i).get("name").asText().equals(name)) {
              columns.remove(i);
            }
          }
        },
        folder);
  }

  /** As {@link #withColumn}, but a column has another name, with the one before as its alias. */
  static Path withRenamed(String name, String other, Path folder) throws IOException {
    return edited(
        columns -> {
          for (JsonNode column : columns) {
            if (column.get("name").asText().equals(name)) {
              ((ObjectNode) column).put("name", other).putArray("aliases").add(name);
            }
          }
        },
        folder);
  }

  private static Path edited(Consumer<ArrayNode> change, Path folder) throws IOException {
    Path contract = copy(folder);
    Path avsc = contract.resolve(AVSC);
    ObjectNode next = (ObjectNode) new ObjectMapper().readTree(avsc.toFile());
    // What an earlier version said already is refused as the next.
    next.put("doc", "Other words.");
    for (JsonNode one : next.get("fields")) {
      if (one.get("name").asText().equals("employee")) {
        change.accept((ArrayNode) one.get("type").get(1).get("fields"));
      }
    }
    Files.writeString(avsc, next.toPrettyString());
    return released(contract);
  }

  private static Path released(Path contract) throws IOException {
    String schemas = contract.getParent().getParent().toString();
    long before = versions(contract);
    for (String step : List.of("check", "release")) {
      CommandRun run = CommandRun.of(new Cdc(), Map.of(), "schema", step, "--schemas", schemas);
      assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    }
    assertThat(versions(contract)).isEqualTo(before + 1);
    return contract.resolve("resources");
  }

  private static long versions(Path contract) throws IOException {
    try (Stream<Path> files = Files.list(contract.resolve(RELEASED))) {
      return files.count();
    }
  }

  private static Path copy(Path folder) throws IOException {
    Path copy = folder.resolve("src/main");
    for (String part : List.of("avro", "resources")) {
      try (Stream<Path> files = Files.walk(CONTRACT.resolve(part))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Path to = copy.resolve(CONTRACT.relativize(file));
          Files.createDirectories(to.getParent());
          Files.copy(file, to);
        }
      }
    }
    return copy;
  }
}
