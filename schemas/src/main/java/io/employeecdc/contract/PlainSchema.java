package io.employeecdc.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;

/** A schema without what Avro's code generator adds to it for itself. */
final class PlainSchema {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String OF_THE_GENERATOR = "avro.java.";

  private PlainSchema() {}

  static Schema of(Schema schema) {
    String text = schema.toString();
    if (!text.contains(OF_THE_GENERATOR)) {
      return schema;
    }
    try {
      return new Schema.Parser().parse(plain(JSON.readTree(text)).toString());
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonNode plain(JsonNode node) {
    if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, plain(array.get(i)));
      }
    } else if (node instanceof ObjectNode object) {
      boolean removed = object.properties().removeIf(p -> p.getKey().startsWith(OF_THE_GENERATOR));
      object.properties().forEach(property -> property.setValue(plain(property.getValue())));
      if (removed && object.size() == 1 && object.path("type").isTextual()) {
        return object.get("type");
      }
    }
    return node;
  }
}
