package io.employeecdc.schemacheck.avsc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/**
 * A schema together with its text.
 *
 * <p>Defaults are not validated while parsing: one that does not fit is for the check to report,
 * beside everything else that is wrong, and the registry does not validate them either.
 */
public final class SchemaFile {
  private static final Set<String> FRACTIONS = Set.of("float", "double");

  /** What holds a schema and those that it uses; nobody else calls a type so. */
  private static final String ALL = "AllThatOneSchemaUses__";

  private final String name;
  private final Schema schema;
  private final SchemaSyntax syntax;
  private final Map<String, LocatedJson> definitions;
  private final boolean hasElements;

  private SchemaFile(
      String name, Schema schema, List<SchemaSyntax> texts, Map<String, LocatedJson> definitions) {
    this.name = name;
    this.schema = schema;
    this.syntax = texts.get(texts.size() - 1);
    this.definitions = definitions;
    this.hasElements =
        texts.stream()
            .map(text -> text.root().plain())
            .flatMap(json -> Stream.of("items", "values").map(json::findValues))
            .flatMap(List::stream)
            .anyMatch(type -> !SchemaSyntax.PRIMITIVES.contains(type.asText()));
  }

  /** Fails if the text is not a schema; the name is how messages call the file. */
  public static SchemaFile parse(String name, String text) {
    return linked(name, List.of(SchemaSyntax.of(LocatedJson.parse(name, text))));
  }

  /**
   * A schema that uses types of others, which are read with it as if they stood in one text.
   *
   * @param texts the schema is the last; each before those that use it, where that is possible
   */
  static SchemaFile linked(String name, List<SchemaSyntax> texts) {
    Map<String, LocatedJson> definitions = new HashMap<>();
    texts.forEach(text -> definitions.putAll(text.definitions()));
    LocatedJson root = texts.get(texts.size() - 1).root();
    try {
      Schema schema = texts.size() == 1 ? schema(root.plain()) : last(texts);
      return new SchemaFile(name, schema, texts, definitions);
    } catch (RuntimeException e) {
      // Avro does not say where, and some mistakes end in an exception that was not meant for them.
      String words = String.valueOf(e.getMessage()).lines().findFirst().orElse("not a schema");
      throw texts.stream()
          .flatMap(text -> text.mistake(definitions).stream())
          .findFirst()
          .orElse(new MalformedSchemaException(root.at(), words));
    } catch (StackOverflowError e) {
      throw new MalformedSchemaException(
          TextPosition.startOf(name), "nested too deeply to be read");
    }
  }

  private static Schema last(List<SchemaSyntax> texts) {
    ObjectNode all = JsonNodeFactory.instance.objectNode().put("type", "record").put("name", ALL);
    ArrayNode fields = all.putArray("fields");
    for (SchemaSyntax text : texts) {
      String field = "_" + fields.size();
      fields.addObject().put("name", field).set("type", text.root().plain());
    }
    return schema(all).getFields().get(texts.size() - 1).schema();
  }

  private static Schema schema(JsonNode json) {
    try {
      return new Schema.Parser().setValidateDefaults(false).parse(json.toString());
    } catch (NumberFormatException e) {
      // Avro reads a text as the default of a float or double as a number, and fails at others;
      // one that does not fit is to be found like any other.
      JsonNode readable = withoutTexts(json.deepCopy());
      return new Schema.Parser().setValidateDefaults(false).parse(readable.toString());
    }
  }

  /** Replaces the texts that stand as defaults of numbers by another value that does not fit. */
  private static JsonNode withoutTexts(JsonNode schema) {
    if (schema instanceof ObjectNode object
        && FRACTIONS.contains(object.path("type").asText())
        && object.path("default").isTextual()) {
      object.put("default", false);
    }
    schema.forEach(SchemaFile::withoutTexts);
    return schema;
  }

  public String name() {
    return name;
  }

  public Schema schema() {
    return schema;
  }

  /** The whole schema as a node, from which its parts are reached. */
  public SchemaNode root() {
    return SchemaNode.root(this);
  }

  /** True if an array or a map holds anything but Avro's own simple types. */
  public boolean hasElements() {
    return hasElements;
  }

  /** The first thing that Avro's parser takes and its specification does not; empty if none. */
  public Optional<MalformedSchemaException> mistake() {
    return syntax.mistake(definitions);
  }

  LocatedJson json() {
    return syntax.root();
  }

  /** Where a named type is defined; null if this file does not define it. */
  LocatedJson definition(String fullName) {
    return definitions.get(fullName);
  }
}
