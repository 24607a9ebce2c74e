package io.employeecdc.schemacheck;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random schemas out of few names, so that two of them often have something in common. */
final class RandomSchemas {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final List<String> PRIMITIVES =
      List.of("null", "boolean", "int", "long", "float", "double", "bytes", "string");
  private static final List<String> NAMES = List.of("R", "S", "a.R", "b.R", "a.E", "b.E", "E", "F");
  private static final List<String> FIELDS = List.of("x", "y", "z");
  private static final List<String> SYMBOLS = List.of("A", "B", "C");

  private final Random random;
  private final List<String> defined = new ArrayList<>();

  RandomSchemas(Random random) {
    this.random = random;
  }

  /** A schema, mostly a valid one. */
  JsonNode schema() {
    defined.clear();
    return type(0, false);
  }

  private JsonNode type(int depth, boolean inUnion) {
    int kind = random.nextInt(depth > 3 ? 8 : 16);
    if (kind < 6) {
      return JSON.textNode(any(PRIMITIVES));
    }
    if (kind < 8 && !defined.isEmpty()) {
      return JSON.textNode(any(defined));
    }
    return switch (kind) {
      case 6, 7 -> enumeration();
      case 8 -> fixed();
      case 9 -> container("array", "items", depth);
      case 10 -> container("map", "values", depth);
      case 11, 12 -> inUnion ? JSON.textNode("int") : union(depth);
      default -> record(depth);
    };
  }

  private ObjectNode container(String type, String part, int depth) {
    ObjectNode container = JSON.objectNode().put("type", type);
    container.set(part, type(depth + 1, false));
    return container;
  }

  private ArrayNode union(int depth) {
    ArrayNode union = JSON.arrayNode();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      union.add(type(depth + 1, true));
    }
    return union;
  }

  private ObjectNode named(String type) {
    ObjectNode named = JSON.objectNode().put("type", type);
    String name = any(NAMES);
    defined.add(name);
    named.put("name", name).put("namespace", name.contains(".") ? "" : null);
    if (name.indexOf('.') < 0) {
      named.put("namespace", "");
    }
    if (random.nextInt(4) == 0) {
      named.putArray("aliases").add(any(NAMES));
    }
    return named;
  }

  private ObjectNode enumeration() {
    ObjectNode named = named("enum");
    List<String> symbols = new ArrayList<>(SYMBOLS);
    symbols.remove(random.nextInt(4) % 3);
    ArrayNode array = named.putArray("symbols");
    symbols.forEach(array::add);
    if (random.nextInt(3) == 0) {
      named.put("default", any(symbols));
    }
    return named;
  }

  private ObjectNode fixed() {
    return named("fixed").put("size", 2 + random.nextInt(2));
  }

  private ObjectNode record(int depth) {
    ObjectNode named = named("record");
    ArrayNode fields = named.putArray("fields");
    List<String> names = new ArrayList<>(FIELDS);
    for (int i = random.nextInt(4); i > 0; i--) {
      String name = names.remove(random.nextInt(names.size()));
      ObjectNode field = fields.addObject().put("name", name);
      field.set("type", type(depth + 1, false));
      if (random.nextInt(3) == 0) {
        field.set("default", value());
      }
      if (random.nextInt(5) == 0) {
        field.putArray("aliases").add(any(FIELDS));
      }
    }
    return named;
  }

  private JsonNode value() {
    return switch (random.nextInt(8)) {
      case 0, 1 -> JSON.nullNode();
      case 2, 3 -> JSON.numberNode(7);
      case 4 -> JSON.textNode("A");
      case 5 -> JSON.objectNode();
      case 6 -> JSON.arrayNode();
      default -> JSON.booleanNode(true);
    };
  }

  /** The same schema with a few of its parts replaced. */
  JsonNode changed(JsonNode schema) {
    JsonNode copy = schema.deepCopy();
    List<JsonNode> parts = new ArrayList<>();
    collect(copy, parts);
    for (int i = random.nextInt(3); i >= 0; i--) {
      change(any(parts));
    }
    return copy;
  }

  private static void collect(JsonNode node, List<JsonNode> parts) {
    parts.add(node);
    node.forEach(child -> collect(child, parts));
  }

  private void change(JsonNode part) {
    if (part instanceof ArrayNode array && !array.isEmpty()) {
      switch (random.nextInt(3)) {
        case 0 -> array.remove(random.nextInt(array.size()));
        case 1 -> array.add(array.remove(0));
        default -> extend(array);
      }
    } else if (part instanceof ObjectNode object) {
      changeObject(object);
    }
  }

  private void extend(ArrayNode array) {
    JsonNode first = array.get(0);
    if (first.has("name") && first.has("type") && !first.has("symbols") && !first.has("fields")) {
      array.addObject().put("name", any(FIELDS)).put("type", any(PRIMITIVES)).put("default", 7);
    } else {
      array.add(any(first.isTextual() && SYMBOLS.contains(first.asText()) ? SYMBOLS : PRIMITIVES));
    }
  }

  private void changeObject(ObjectNode object) {
    switch (random.nextInt(5)) {
      case 0 -> object.remove("default");
      case 1 -> {
        if (object.has("name")) {
          object.put("name", object.has("size") || object.has("fields") ? any(NAMES) : any(FIELDS));
        }
      }
      case 2 -> object.remove("aliases");
      case 3 -> {
        if (object.has("type")
            && object.get("type").isTextual()
            && object.has("name")
            && PRIMITIVES.contains(object.get("type").asText())) {
          object.put("type", any(PRIMITIVES));
        }
      }
      default -> {
        if (object.has("size")) {
          object.put("size", 2 + random.nextInt(2));
        }
      }
    }
  }

  private <T> T any(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
