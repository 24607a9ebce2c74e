package io.employeecdc.schemacheck;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds the place that a finding names, in the JSON of a schema, to change it there.
 *
 * @param record the record that the last field on the way is in; null if there is none
 * @param field that field; null if there is none
 * @param type the type there, behind its name if it is used by name
 * @param replace puts another type there
 */
record SchemaPlace(ObjectNode record, ObjectNode field, JsonNode type, Consumer<JsonNode> replace) {
  private static final Pattern STEP = Pattern.compile("\\.|(?=\\[])|(?=\\{})");

  /** The place of a path in the schema that is held by {@code holder} as "schema"; null if none. */
  static SchemaPlace find(ObjectNode holder, String path) {
    List<String> steps = new ArrayList<>(List.of(STEP.split(path)));
    JsonNode root = holder.get("schema");
    if (!isNamed(root)) {
      steps.remove(0);
    }
    return find(holder, new SchemaPlace(null, null, root, n -> holder.set("schema", n)), steps);
  }

  private static SchemaPlace find(ObjectNode holder, SchemaPlace at, List<String> steps) {
    JsonNode type = at.type();
    if (type.isObject() && type.path("type").isContainerNode()) {
      return find(
          holder, at.inner(type.get("type"), n -> ((ObjectNode) type).set("type", n)), steps);
    }
    JsonNode definition = type.isTextual() ? definition(holder, type.asText()) : null;
    if (definition != null) {
      return find(holder, at.inner(definition, at.replace()), steps);
    }
    if (steps.isEmpty()) {
      return at;
    }
    if (type instanceof ArrayNode union) {
      return Stream.iterate(0, i -> i < union.size(), i -> i + 1)
          .map(i -> find(holder, at.inner(union.get(i), n -> union.set(i, n)), steps))
          .filter(found -> found != null)
          .findFirst()
          .orElse(null);
    }
    List<String> rest = steps.subList(1, steps.size());
    return switch (steps.get(0)) {
      case "[]" -> part(holder, at, "items", rest);
      case "{}" -> part(holder, at, "values", rest);
      default -> named(holder, at, steps.get(0), rest);
    };
  }

  private static SchemaPlace part(
      ObjectNode holder, SchemaPlace at, String part, List<String> rest) {
    return at.type().has(part)
        ? find(
            holder, at.inner(at.type().get(part), n -> ((ObjectNode) at.type()).set(part, n)), rest)
        : null;
  }

  /** Old and new may call a type by two names: any will do that has the field. */
  private static SchemaPlace named(
      ObjectNode holder, SchemaPlace at, String name, List<String> rest) {
    if (!isNamed(at.type()) || (rest.isEmpty() && !name.equals(simple(at.type())))) {
      return rest.isEmpty() && isNamed(at.type()) ? at : null;
    }
    if (rest.isEmpty()) {
      return at;
    }
    ObjectNode record = (ObjectNode) at.type();
    for (JsonNode field : record.path("fields")) {
      ObjectNode found = (ObjectNode) field;
      if (field.get("name").asText().equals(rest.get(0))) {
        return find(
            holder,
            new SchemaPlace(record, found, field.get("type"), n -> found.set("type", n)),
            rest.subList(1, rest.size()));
      }
    }
    return null;
  }

  private SchemaPlace inner(JsonNode inner, Consumer<JsonNode> put) {
    return new SchemaPlace(record, field, inner, put);
  }

  static boolean isNamed(JsonNode type) {
    return type.isObject() && type.has("name") && type.path("type").isTextual();
  }

  static String simple(JsonNode type) {
    String name = type.get("name").asText();
    return name.substring(name.lastIndexOf('.') + 1);
  }

  /** The definition of a type; null if there is none. */
  static ObjectNode definition(JsonNode within, String name) {
    String simple = name.substring(name.lastIndexOf('.') + 1);
    return definitions(within).stream()
        .filter(type -> simple(type).equals(simple))
        .findFirst()
        .orElse(null);
  }

  /** Every named type that is defined in a schema. */
  static List<ObjectNode> definitions(JsonNode within) {
    List<ObjectNode> found = new ArrayList<>();
    if (isNamed(within) && (within.has("fields") || within.has("symbols") || within.has("size"))) {
      found.add((ObjectNode) within);
    }
    within.forEach(part -> found.addAll(definitions(part)));
    return found;
  }
}
