package io.employeecdc.contract.registration;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.avro.Schema;

/** The first difference between a schema of the registry and one of the files, in one line. */
final class ContentDifference {
  private static final int LONGEST = 60;

  private ContentDifference() {}

  /** Such as {@code at EmployeeCDC.emp_id.doc it has "x" and version 2 has "y"}. */
  static String first(Schema registry, Schema file, String label) {
    return find(file.getName(), SchemaContent.of(registry), SchemaContent.of(file))
        .map(d -> "at %s it has %s and %s has %s".formatted(d.path, d.held, label, d.file))
        .orElse("nothing differs");
  }

  private record Place(String path, String held, String file) {}

  private static Optional<Place> find(String path, JsonNode held, JsonNode file) {
    if (held.equals(file)) {
      return Optional.empty();
    }
    if (held.isObject() && file.isObject()) {
      Set<String> keys = new LinkedHashSet<>();
      file.fieldNames().forEachRemaining(keys::add);
      held.fieldNames().forEachRemaining(keys::add);
      return keys.stream()
          .flatMap(key -> find(within(path, key), held.path(key), file.path(key)).stream())
          .findFirst();
    }
    if (held.isArray() && file.isArray()) {
      return IntStream.range(0, Math.max(held.size(), file.size()))
          .boxed()
          .flatMap(i -> element(path, i, held.path(i), file.path(i)).stream())
          .findFirst();
    }
    return Optional.of(new Place(path, shown(held), shown(file)));
  }

  private static String within(String path, String key) {
    return key.equals("fields") ? path : path + "." + key;
  }

  /** Elements with names, which are fields and named types, are called by them. */
  private static Optional<Place> element(String path, int index, JsonNode held, JsonNode file) {
    JsonNode named = file.has("name") ? file : held;
    String name = named.has("name") ? "." + named.get("name").asText() : "[" + index + "]";
    return find(path + name, held, file);
  }

  private static String shown(JsonNode value) {
    if (value.isMissingNode()) {
      return "nothing";
    }
    String text = value.toString();
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
  }
}
