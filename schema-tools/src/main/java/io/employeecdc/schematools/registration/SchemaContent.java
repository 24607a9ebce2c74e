package io.employeecdc.schematools.registration;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.avro.Schema;

/**
 * A schema by all that it says: types, docs, defaults, aliases, logical types and other properties,
 * but not layout, the order of keys or how names are qualified.
 *
 * <p>{@link Schema#equals} would not do, as it forgets docs and aliases, nor would Avro's canonical
 * form, which forgets defaults and logical types as well: the registry keeps two such schemas as
 * two versions under two ids, and so they are two here. An id would not do either: it is the
 * registry's own, and another registry gives another.
 */
public final class SchemaContent {
  private static final int LONGEST = 60;
  private static final ObjectMapper JSON = new ObjectMapper();

  private SchemaContent() {}

  public static boolean same(Schema one, Schema other) {
    return of(one).equals(of(other));
  }

  static JsonNode of(Schema schema) {
    try {
      return JSON.readTree(schema.toString());
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The first difference, such as {@code at EmployeeCDC.emp_id.doc it has "x" and version 2 has
   * "y"}.
   */
  static String difference(Schema registry, Schema file, String label) {
    return find(file.getName(), of(registry), of(file))
        .map(d -> "at %s it has %s and %s has %s".formatted(d.path, d.held, label, d.file))
        .orElse("nothing differs");
  }

  private record Difference(String path, String held, String file) {}

  private static Optional<Difference> find(String path, JsonNode held, JsonNode file) {
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
    return Optional.of(new Difference(path, shown(held), shown(file)));
  }

  private static String within(String path, String key) {
    return key.equals("fields") ? path : path + "." + key;
  }

  /** Elements with names, which are fields and named types, are called by them. */
  private static Optional<Difference> element(
      String path, int index, JsonNode held, JsonNode file) {
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
