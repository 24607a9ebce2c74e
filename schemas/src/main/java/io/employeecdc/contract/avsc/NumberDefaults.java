package io.employeecdc.contract.avsc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** Gets a schema past Avro's parser, so that a default that does not fit is found like others. */
final class NumberDefaults {
  private static final Set<String> FRACTIONS = Set.of("float", "double");

  private NumberDefaults() {}

  /** Replaces the texts that stand as defaults of numbers by another value that does not fit. */
  static JsonNode withoutTexts(JsonNode schema) {
    if (schema instanceof ObjectNode object
        && FRACTIONS.contains(object.path("type").asText())
        && object.path("default").isTextual()) {
      object.put("default", false);
    }
    schema.forEach(NumberDefaults::withoutTexts);
    return schema;
  }
}
