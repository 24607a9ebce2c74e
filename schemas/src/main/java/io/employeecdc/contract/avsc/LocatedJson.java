package io.employeecdc.contract.avsc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Reads JSON and keeps the places. Comments are allowed, as Avro's own parser allows them. */
final class LocatedJson {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(JsonReadFeature.ALLOW_JAVA_COMMENTS).build();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** Jackson repeats its own idea of the source; the file's name is already said. */
  private static final Pattern SOURCE = Pattern.compile("\\s*\\(start marker at.*", Pattern.DOTALL);

  private final JsonParser parser;

  private LocatedJson(JsonParser parser) {
    this.parser = parser;
  }

  static JsonAt parse(String file, String text) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      return new LocatedJson(parser).document(file);
    } catch (JsonProcessingException e) {
      String problem = SOURCE.matcher(e.getOriginalMessage()).replaceFirst("");
      throw new MalformedSchemaException(file, position(e.getLocation()), "not JSON: " + problem);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private JsonAt document(String file) throws IOException {
    if (parser.nextToken() == null) {
      throw new MalformedSchemaException(file, Position.START, "empty: a schema is expected");
    }
    JsonAt root = value();
    if (parser.nextToken() != null) {
      throw new MalformedSchemaException(file, here(), "text after the end of the schema");
    }
    return root;
  }

  private JsonAt value() throws IOException {
    Position at = here();
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(new JsonAt.ObjectAt(at));
      case START_ARRAY -> array(at);
      default -> new JsonAt.ScalarAt(at, scalar());
    };
  }

  private JsonAt object(JsonAt.ObjectAt object) throws IOException {
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      JsonAt value = value();
      if (object.members().put(name, value) != null) {
        object.repeated().putIfAbsent(name, value);
      }
    }
    return object;
  }

  private JsonAt array(Position at) throws IOException {
    List<JsonAt> values = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      values.add(value());
    }
    return new JsonAt.ArrayAt(at, values);
  }

  private JsonNode scalar() throws IOException {
    return switch (parser.currentToken()) {
      case VALUE_STRING -> NODES.textNode(parser.getText());
      case VALUE_TRUE, VALUE_FALSE -> NODES.booleanNode(parser.getBooleanValue());
      case VALUE_NULL -> NODES.nullNode();
      case VALUE_NUMBER_INT -> NODES.numberNode(parser.getBigIntegerValue());
      default -> NODES.numberNode(parser.getDecimalValue());
    };
  }

  private Position here() {
    return position(parser.currentTokenLocation());
  }

  private static Position position(JsonLocation location) {
    return location == null
        ? Position.START
        : new Position(Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
  }
}
