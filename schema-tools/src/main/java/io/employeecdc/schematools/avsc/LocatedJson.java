package io.employeecdc.schematools.avsc;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A JSON value, of a text in JSON or YAML, that knows where it stands.
 *
 * @param plain the same value for libraries that know nothing of places
 * @param pointer to it from the top of the text; empty for the top
 * @param places of values by their pointers; one that is not there stands where that does which it
 *     is in
 * @param again where members of the text stand that are there already, by their pointers; the last
 *     one counts
 */
public record LocatedJson(
    JsonNode plain,
    String pointer,
    Map<String, TextPosition> places,
    Map<String, TextPosition> again) {
  /** Comments are allowed, as Avro's own parser allows them. */
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

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

  /** All of a value stands at one place. */
  static LocatedJson at(TextPosition place, JsonNode plain) {
    return new LocatedJson(plain, "", Map.of("", place), Map.of());
  }

  private static LocatedJson parse(ObjectMapper mapper, String file, String text, String wanted) {
    Map<String, TextPosition> places = new HashMap<>();
    Map<String, TextPosition> again = new LinkedHashMap<>();
    try (JsonParser parser = mapper.createParser(text)) {
      for (JsonToken next = parser.nextToken(); next != null; next = parser.nextToken()) {
        if (next != JsonToken.FIELD_NAME && !next.isStructEnd()) {
          String pointer = parser.getParsingContext().pathAsPointer().toString();
          TextPosition here = position(file, parser.currentTokenLocation());
          if (places.put(pointer, here) != null) {
            if (pointer.isEmpty()) {
              throw new MalformedSchemaException(here, "text after the end of the schema");
            }
            again.putIfAbsent(pointer, here);
            places.keySet().removeIf(other -> other.startsWith(pointer + "/"));
          }
        }
      }
      if (places.isEmpty()) {
        throw new MalformedSchemaException(
            TextPosition.startOf(file), "empty: " + wanted + " expected");
      }
      return new LocatedJson(mapper.readTree(text), "", places, again);
    } catch (JsonProcessingException e) {
      String problem = SOURCE.matcher(e.getOriginalMessage()).replaceFirst("");
      throw new MalformedSchemaException(
          position(file, e.getLocation()),
          "not " + mapper.getFactory().getFormatName() + ": " + problem);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TextPosition position(String file, JsonLocation location) {
    return location == null
        ? TextPosition.startOf(file)
        : new TextPosition(
            file, Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
  }

  /** Where it begins. */
  public TextPosition at() {
    String place = pointer;
    while (!places.containsKey(place)) {
      place = place.substring(0, place.lastIndexOf('/'));
    }
    return places.get(place);
  }

  private LocatedJson part(JsonNode value, String name) {
    String step = name.replace("~", "~0").replace("/", "~1");
    return new LocatedJson(value, pointer + "/" + step, places, again);
  }

  /** Null if there is none of this name. */
  public LocatedJson member(String name) {
    JsonNode value = plain.get(name);
    return value == null ? null : part(value, name);
  }

  /** Complains of each member of it, or of what is in it, that is there already. */
  public void once(BiConsumer<TextPosition, String> complaint) {
    again.forEach(
        (other, at) -> {
          if (other.startsWith(pointer + "/")) {
            complaint.accept(at, other.substring(other.lastIndexOf('/') + 1));
          }
        });
  }

  /** Of an array; none of anything else. */
  public List<LocatedJson> elements() {
    return IntStream.range(0, plain.isArray() ? plain.size() : 0).mapToObj(this::element).toList();
  }

  LocatedJson element(int index) {
    return part(plain.get(index), String.valueOf(index));
  }

  /** Null if this is not a string. */
  public String text() {
    return plain.textValue();
  }

  String text(String name) {
    return plain.path(name).textValue();
  }

  TextPosition at(String name) {
    LocatedJson member = member(name);
    return member == null ? at() : member.at();
  }
}
