package io.employeecdc.schematools.avsc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads JSON or YAML and keeps the places. */
public record LocatedJsonParser(String file, JsonParser parser) {
  /** Comments are allowed, as Avro's own parser allows them. */
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonReadFeature.ALLOW_JAVA_COMMENTS).build();

  private static final JsonFactory YAML = new YAMLFactory();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** Jackson repeats its own idea of the source; the file's name is already said. */
  private static final Pattern SOURCE = Pattern.compile("\\s*\\(start marker at.*", Pattern.DOTALL);

  static LocatedJson parse(String file, String text) {
    String json = text.startsWith("\uFEFF") ? text.substring(1) : text;
    return parse(JSON, file, json, "a schema is");
  }

  /** A file of settings; anchors stay words, so that none can grow. */
  public static LocatedJson yaml(String file, String text) {
    return parse(YAML, file, text, "settings are");
  }

  private static LocatedJson parse(JsonFactory factory, String file, String text, String wanted) {
    try (JsonParser parser = factory.createParser(text)) {
      return new LocatedJsonParser(file, parser).document(wanted);
    } catch (JsonProcessingException e) {
      String problem = SOURCE.matcher(e.getOriginalMessage()).replaceFirst("");
      throw new MalformedSchemaException(
          position(file, e.getLocation()), "not " + factory.getFormatName() + ": " + problem);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private LocatedJson document(String wanted) throws IOException {
    if (parser.nextToken() == null) {
      throw new MalformedSchemaException(
          TextPosition.startOf(file), "empty: " + wanted + " expected");
    }
    LocatedJson root = value();
    if (parser.nextToken() != null) {
      throw new MalformedSchemaException(here(), "text after the end of the schema");
    }
    return root;
  }

  private LocatedJson value() throws IOException {
    TextPosition at = here();
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(at);
      case START_ARRAY -> array(at);
      default -> LocatedJson.scalar(at, scalar());
    };
  }

  private LocatedJson object(TextPosition at) throws IOException {
    ObjectNode plain = NODES.objectNode();
    Map<String, LocatedJson> members = new LinkedHashMap<>();
    Map<String, LocatedJson> repeated = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      parser.nextToken();
      LocatedJson value = value();
      plain.set(name, value.plain());
      if (members.put(name, value) != null) {
        repeated.putIfAbsent(name, value);
      }
    }
    return new LocatedJson(at, plain, members, repeated, List.of());
  }

  private LocatedJson array(TextPosition at) throws IOException {
    ArrayNode plain = NODES.arrayNode();
    List<LocatedJson> elements = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      LocatedJson value = value();
      plain.add(value.plain());
      elements.add(value);
    }
    return new LocatedJson(at, plain, Map.of(), Map.of(), elements);
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

  private TextPosition here() {
    return position(file, parser.currentTokenLocation());
  }

  private static TextPosition position(String file, JsonLocation location) {
    return location == null
        ? TextPosition.startOf(file)
        : new TextPosition(
            file, Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
  }
}
