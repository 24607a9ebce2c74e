package io.employeecdc.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.employeecdc.contract.table.Contract;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.apache.avro.Schema;
import org.apache.avro.compiler.specific.SpecificCompiler;
import org.apache.avro.generic.GenericData.StringType;

/**
 * The {@code schemas} module as it was when a version of the schema was the newest, or will be,
 * with its generated classes and its released versions: before the classes of today it makes the
 * programs of that time.
 */
final class OtherBuild {
  private static final String RELEASED = "/released/EmployeeCDC/";

  private OtherBuild() {}

  /**
   * Generates and compiles it into an empty folder.
   *
   * @return where its classes are
   */
  static Path of(int version, Path folder) throws IOException {
    List<String> versions = new ArrayList<>();
    for (int number = 1; number <= version; number++) {
      versions.add(shipped("v" + number + ".avsc"));
    }
    return of(versions, folder);
  }

  /**
   * As {@link #of(int, Path)}, of a version that comes after today's and has a column more.
   *
   * @param field of the row, as a person writes it into the contract
   */
  static Path withColumn(String field, Path folder) throws IOException {
    JsonNode column = new ObjectMapper().readTree(field);
    return next(columns -> columns.add(column), folder);
  }

  /** As {@link #withColumn}, but it has a column less. */
  static Path withoutColumn(String name, Path folder) throws IOException {
    return next(
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
    return next(
        columns -> {
          for (JsonNode column : columns) {
            if (column.get("name").asText().equals(name)) {
              ((ObjectNode) column).put("name", other).putArray("aliases").add(name);
            }
          }
        },
        folder);
  }

  private static Path next(Consumer<ArrayNode> change, Path folder) throws IOException {
    List<String> versions = new ArrayList<>();
    for (int number = 1; number <= Contract.standard().released().newest().number(); number++) {
      versions.add(shipped("v" + number + ".avsc"));
    }
    JsonNode next = new ObjectMapper().readTree(versions.get(versions.size() - 1));
    for (JsonNode one : next.get("fields")) {
      if (one.get("name").asText().equals("employee")) {
        change.accept((ArrayNode) one.get("type").get(1).get("fields"));
      }
    }
    versions.add(next.toPrettyString());
    return of(versions, folder);
  }

  private static Path of(List<String> versions, Path folder) throws IOException {
    Schema schema = new Schema.Parser().parse(versions.get(versions.size() - 1));
    Path sources = folder.resolve("sources");
    SpecificCompiler generator = new SpecificCompiler(schema);
    generator.setStringType(StringType.String);
    generator.setCreateSetters(false);
    generator.compileToDestination(null, sources.toFile());
    Path classes = Files.createDirectories(folder.resolve("classes"));
    compile(sources, classes);
    Path released = Files.createDirectories(Path.of(classes + RELEASED));
    StringBuilder manifest = new StringBuilder();
    for (int number = 1; number <= versions.size(); number++) {
      String text = versions.get(number - 1);
      manifest.append("%d 2026-11-22 %s%n".formatted(number, sha256(text)));
      Files.writeString(released.resolve("v" + number + ".avsc"), text);
    }
    Files.writeString(released.resolve("versions.txt"), manifest);
    return classes;
  }

  private static String sha256(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void compile(Path sources, Path classes) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> arguments = new ArrayList<>(List.of("-nowarn", "-proc:none"));
    arguments.addAll(List.of("-cp", System.getProperty("java.class.path")));
    arguments.addAll(List.of("-d", classes.toString()));
    try (Stream<Path> files = Files.walk(sources)) {
      files.map(Path::toString).filter(f -> f.endsWith(".java")).forEach(arguments::add);
    }
    if (compiler.run(null, null, null, arguments.toArray(String[]::new)) != 0) {
      throw new IllegalStateException("the generated classes do not compile");
    }
  }

  private static String shipped(String file) throws IOException {
    try (InputStream stream = OtherBuild.class.getResourceAsStream(RELEASED + file)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
