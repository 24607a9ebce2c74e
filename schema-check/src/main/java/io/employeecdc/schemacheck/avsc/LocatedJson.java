package io.employeecdc.schemacheck.avsc;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * A JSON value, of a text in JSON or in a format that Jackson reads like it, that knows where it
 * stands.
 *
 * @param plain the same value for libraries that know nothing of places
 */
public record LocatedJson(JsonNode plain, JsonPlace place) {
  /**
   * Comments are allowed, as Avro's own parser allows them. Numbers stay as they are written: Avro
   * makes 0 and 0.0 two defaults, and schemas that differ in them are not equal.
   */
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  /** Jackson repeats its own idea of the source; the file's name is already said. */
  private static final Pattern SOURCE = Pattern.compile("\\s*\\(start marker at.*", Pattern.DOTALL);

  static LocatedJson parse(String file, String text) {
    String json = text.startsWith("\uFEFF") ? text.substring(1) : text;
    return parse(JSON, file, json, "a schema is");
  }

  /**
   * Fails with a {@link MalformedSchemaException} if the text is not in the mapper's format.
   *
   * @param file how messages call it
   * @param wanted what is expected of a text that is empty, such as {@code settings are}
   */
  public static LocatedJson parse(ObjectMapper mapper, String file, String text, String wanted) {
    try (JsonParser parser = mapper.createParser(text)) {
      return new LocatedJson(mapper.readTree(text), place(file, parser, wanted));
    } catch (JsonProcessingException e) {
      String problem = SOURCE.matcher(e.getOriginalMessage()).replaceFirst("");
      throw new MalformedSchemaException(
          position(file, e.getLocation()),
          "not " + mapper.getFactory().getFormatName() + ": " + problem);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A value all of which stands at one place, as where no text in JSON says it. */
  public static LocatedJson at(TextPosition at, JsonNode plain) {
    return new LocatedJson(plain, JsonPlace.at(at));
  }

  private static JsonPlace place(String file, JsonParser parser, String wanted) throws IOException {
    JsonPlace around = JsonPlace.whole(TextPosition.startOf(file));
    Deque<JsonPlace> open = new ArrayDeque<>(List.of(around));
    for (JsonToken next = parser.nextToken(); next != null; next = parser.nextToken()) {
      if (next.isStructEnd()) {
        open.pop();
      } else if (next != JsonToken.FIELD_NAME) {
        TextPosition at = position(file, parser.currentTokenLocation());
        JsonPlace place = next.isStructStart() ? JsonPlace.whole(at) : JsonPlace.at(at);
        open.element().add(parser.currentName(), place);
        if (around.elements().size() > 1) {
          throw new MalformedSchemaException(at, "text after the end of the schema");
        }
        if (next.isStructStart()) {
          open.push(place);
        }
      }
    }
    if (around.elements().isEmpty()) {
      throw new MalformedSchemaException(around.at(), "empty: " + wanted + " expected");
    }
    return around.element(0);
  }

  private static TextPosition position(String file, JsonLocation location) {
    return location == null
        ? TextPosition.startOf(file)
        : new TextPosition(
            file, Math.max(1, location.getLineNr()), Math.max(1, location.getColumnNr()));
  }

  /** Where it begins. */
  public TextPosition at() {
    return place.at();
  }

  /** Null if there is none of this name. */
  public LocatedJson member(String name) {
    JsonNode value = plain.get(name);
    return value == null ? null : new LocatedJson(value, place.member(name));
  }

  /** Complains of each member of it, or of what is in it, that is there already. */
  public void once(BiConsumer<TextPosition, String> complaint) {
    SortedMap<TextPosition, String> again = new TreeMap<>();
    place.again(again);
    again.forEach(complaint);
  }

  /** Of an array; none of anything else. */
  public List<LocatedJson> elements() {
    return IntStream.range(0, plain.isArray() ? plain.size() : 0).mapToObj(this::element).toList();
  }

  LocatedJson element(int index) {
    return new LocatedJson(plain.get(index), place.element(index));
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
