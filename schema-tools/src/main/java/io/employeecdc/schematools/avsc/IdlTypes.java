package io.employeecdc.schematools.avsc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.avro.ParseContext;
import org.apache.avro.Schema;
import org.apache.avro.idl.IdlReader;
import org.apache.avro.util.SchemaResolver;

/**
 * The named types of a text in Avro's IDL, as Avro's own library reads it. Its imports are not
 * followed, as they may lead anywhere on the machine that judges, and an earlier time's files are
 * on no disk: a type of another file stays a name, which is looked for like any other.
 */
final class IdlTypes {
  /** In characters. No real one comes near, and the library needs hundreds of bytes for each. */
  private static final int LARGEST = 1 << 20;

  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern PLACE =
      Pattern.compile("(.*?),? at line (\\d+), column (\\d+)", Pattern.DOTALL);

  /** What the library writes for a name that is still to be looked for. */
  private static final Pattern NAME =
      Pattern.compile(
          "\\{\"type\":\"record\",\"name\":\"UnresolvedSchema_\\d+\",[^{}\\[\\]]*\"fields\":\\[],"
              + "\"org\\.apache\\.avro\\.idl\\.unresolved\\.name\":(\"[^\"]*\")}");

  private static final Set<Schema.Type> NAMED =
      EnumSet.of(Schema.Type.RECORD, Schema.Type.ENUM, Schema.Type.FIXED);
  private static final Set<String> PARTS = Set.of("fields", "symbols");

  private IdlTypes() {}

  static List<LocatedJson> of(SchemaSource source) {
    String text = source.text().startsWith("\uFEFF") ? source.text().substring(1) : source.text();
    TextPosition start = TextPosition.startOf(source.name());
    if (text.length() > LARGEST) {
      throw new MalformedSchemaException(start, "too large for a text in Avro's IDL");
    }
    try {
      IdlPlaces places = IdlPlaces.in(source.name(), text);
      List<LocatedJson> types = new ArrayList<>();
      for (Schema type : read(places.withoutImports())) {
        types.add(located(type, places));
      }
      return types;
    } catch (MalformedSchemaException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw placed(start, e);
    } catch (StackOverflowError e) {
      throw new MalformedSchemaException(start, "nested too deeply to be read");
    }
  }

  private static List<Schema> read(String text) throws IOException {
    ParseContext context = new NamesOnly();
    new IdlReader(context).parse(null, text);
    return context.typesByName().values().stream()
        .filter(type -> !SchemaResolver.isUnresolvedSchema(type))
        .toList();
  }

  /** Leaves each named type that is used a name, whoever defines it. */
  private static final class NamesOnly extends ParseContext {
    @Override
    public Schema find(String name, String namespace) {
      Schema found = super.find(name, namespace);
      boolean named = NAMED.contains(found.getType()) && !SchemaResolver.isUnresolvedSchema(found);
      return named ? SchemaResolver.unresolvedSchema(found.getFullName()) : found;
    }

    @Override
    public List<Schema> resolveAllSchemas() {
      return List.of();
    }
  }

  /** What the library refuses, at the place that ends its message, if one does. */
  private static MalformedSchemaException placed(TextPosition start, Exception e) {
    String message = String.valueOf(e.getMessage());
    Matcher place = PLACE.matcher(message);
    if (!place.matches()) {
      return new MalformedSchemaException(start, message);
    }
    int line = Integer.parseInt(place.group(2));
    int column = Integer.parseInt(place.group(3)) + 1;
    return new MalformedSchemaException(
        new TextPosition(start.file(), line, column), place.group(1));
  }

  /** Fields and symbols have places of their own; what is below stands where they do. */
  private static LocatedJson located(Schema type, IdlPlaces places) throws IOException {
    JsonNode json = JSON.readTree(NAME.matcher(type.toString()).replaceAll("$1"));
    JsonPlace place = JsonPlace.whole(places.of(type.getName()));
    for (String attribute : PARTS) {
      JsonPlace list = JsonPlace.whole(place.at());
      for (JsonNode part : json.path(attribute)) {
        String name = part.isTextual() ? part.textValue() : part.path("name").asText();
        list.add(null, JsonPlace.at(places.of(type.getName(), name)));
      }
      place.add(attribute, list);
    }
    return new LocatedJson(json, place);
  }
}
