package io.employeecdc.schemacheck;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.StreamSupport;

/** Parts of schemas as JSON, for who changes them there. */
final class SchemaJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private SchemaJson() {}

  static void replaceReferences(JsonNode within, String was, String name) {
    for (String key : List.of("type", "items", "values", "schema")) {
      if (within.path(key).isTextual() && within.get(key).asText().equals(was)) {
        ((ObjectNode) within).put(key, name);
      }
    }
    if (within instanceof ArrayNode union) {
      for (int i = 0; i < union.size(); i++) {
        if (union.get(i).isTextual() && union.get(i).asText().equals(was)) {
          union.set(i, JSON.textNode(name));
        }
      }
    }
    within.forEach(part -> replaceReferences(part, was, name));
  }

  static JsonNode nullable(JsonNode type) {
    ArrayNode union = JSON.arrayNode().add("null");
    for (JsonNode branch : type.isArray() ? type : JSON.arrayNode().add(type)) {
      if (!branch.asText().equals("null")) {
        union.add(branch);
      }
    }
    return union;
  }

  static JsonNode branch(ArrayNode union, JsonNode holder, String words) {
    return StreamSupport.stream(union.spliterator(), false)
        .filter(b -> words(b, holder).equals(words))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no branch " + words + " in " + union));
  }

  /** What the sentences call a type. */
  private static String words(JsonNode type, JsonNode holder) {
    JsonNode definition = type.isTextual() ? SchemaPlace.definition(holder, type.asText()) : type;
    if (definition == null) {
      return type.asText();
    }
    String kind = definition.path("type").asText();
    return switch (kind) {
      case "array" -> "array of " + words(definition.get("items"), holder);
      case "map" -> "map of " + words(definition.get("values"), holder);
      case "fixed" -> "fixed " + name(definition) + " of " + definition.get("size") + " bytes";
      case "enum", "record" -> kind + " " + name(definition);
      default -> kind;
    };
  }

  static String name(JsonNode type) {
    return type.has("name") ? SchemaPlace.simple(type) : "";
  }

  static JsonNode json(String text) {
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }
}
