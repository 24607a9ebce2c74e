package io.employeecdc.contract.registration;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;

/** The first difference between a schema of the registry and one of the files, in one line. */
final class ContentDifference {
  private static final int LONGEST = 60;

  private ContentDifference() {}

  /** Such as {@code at EmployeeCDC.emp_id.doc it has "x" and version 2 has "y"}. */
  static String first(Schema registry, Schema file, String label) {
    return find("", SchemaContent.of(registry), SchemaContent.of(file), label)
        .orElse("nothing differs");
  }

  private static Optional<String> find(String path, JsonNode held, JsonNode file, String label) {
    if (held.equals(file)) {
      return Optional.empty();
    }
    if (held.isObject() && file.isObject()) {
      return inObject(path, held, file, label);
    }
    if (held.isArray() && file.isArray()) {
      return inArray(path, held, file, label);
    }
    return Optional.of(
        "at %s it has %s and %s has %s"
            .formatted(path.isEmpty() ? "its root" : path, shown(held), label, shown(file)));
  }

  private static Optional<String> inObject(
      String path, JsonNode held, JsonNode file, String label) {
    Set<String> keys = new LinkedHashSet<>();
    file.fieldNames().forEachRemaining(keys::add);
    held.fieldNames().forEachRemaining(keys::add);
    String here = path + (path.isEmpty() ? "" : ".");
    String within = path.isEmpty() ? file.path("name").asText() + "." : here;
    return keys.stream()
        .flatMap(
            key ->
                find(
                    key.equals("fields") ? path : within + key,
                    held.path(key),
                    file.path(key),
                    label)
                    .stream())
        .findFirst();
  }

  /** Elements with names, which are fields and named types, are called by them. */
  private static Optional<String> inArray(String path, JsonNode held, JsonNode file, String label) {
    Iterator<JsonNode> others = file.elements();
    int index = 0;
    for (JsonNode element : held) {
      JsonNode other = others.hasNext() ? others.next() : file.path(index);
      JsonNode named = other.has("name") ? other : element;
      String name = named.has("name") ? named.get("name").asText() : "[" + index + "]";
      Optional<String> found = find(join(path, name), element, other, label);
      if (found.isPresent()) {
        return found;
      }
      index++;
    }
    return others.hasNext()
        ? find(
            join(path, others.next().path("name").asText("[" + index + "]")),
            held.path(index),
            file.path(index),
            label)
        : Optional.empty();
  }

  private static String join(String path, String name) {
    return path.isEmpty() ? name : path + (name.startsWith("[") ? "" : ".") + name;
  }

  private static String shown(JsonNode value) {
    if (value.isMissingNode()) {
      return "nothing";
    }
    String text = value.toString();
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
  }
}
