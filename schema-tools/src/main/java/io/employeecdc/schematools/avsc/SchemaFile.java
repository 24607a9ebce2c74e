package io.employeecdc.schematools.avsc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
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
  private final LocatedJson root;
  private final Map<String, LocatedJson> definitions;
  private final boolean hasElements;

  private SchemaFile(
      String name, Schema schema, List<LocatedJson> texts, Map<String, LocatedJson> definitions) {
    this.name = name;
    this.schema = schema;
    this.root = texts.get(texts.size() - 1);
    this.definitions = definitions;
    this.hasElements =
        texts.stream()
            .flatMap(json -> Stream.of("items", "values").map(json.plain()::findValues))
            .flatMap(List::stream)
            .anyMatch(type -> !SchemaSyntax.PRIMITIVES.contains(type.asText()));
  }

  /** Fails if the text is not a schema; the name is how messages call the file. */
  public static SchemaFile parse(String name, String text) {
    String json = text.startsWith("\uFEFF") ? text.substring(1) : text;
    LocatedJson root = LocatedJsonParser.parse(name, json);
    return of(name, List.of(root), Definitions.of(root).found(), () -> schema(json, root.plain()));
  }

  /**
   * A schema that uses types of others, which are read with it as if they stood in one text.
   *
   * @param texts the schema is the last; each before those that use it, where that is possible
   * @param definitions the types of all of them
   */
  static SchemaFile linked(
      String name, List<LocatedJson> texts, Map<String, LocatedJson> definitions) {
    ObjectNode all = JsonNodeFactory.instance.objectNode().put("type", "record").put("name", ALL);
    ArrayNode fields = all.putArray("fields");
    for (LocatedJson text : texts) {
      String field = "_" + fields.size();
      fields.addObject().put("name", field).set("type", text.plain());
    }
    return of(
        name,
        texts,
        definitions,
        () -> schema(all.toString(), all).getFields().get(texts.size() - 1).schema());
  }

  private static SchemaFile of(
      String name,
      List<LocatedJson> texts,
      Map<String, LocatedJson> definitions,
      Supplier<Schema> schema) {
    try {
      return new SchemaFile(name, schema.get(), texts, definitions);
    } catch (RuntimeException e) {
      // Avro does not say where, and some mistakes end in an exception that was not meant for them.
      throw SchemaSyntax.explain(texts, definitions, e);
    } catch (StackOverflowError e) {
      throw new MalformedSchemaException(
          TextPosition.startOf(name), "nested too deeply to be read");
    }
  }

  private static Schema schema(String json, JsonNode plain) {
    try {
      return new Schema.Parser().setValidateDefaults(false).parse(json);
    } catch (NumberFormatException e) {
      // Avro reads a text as the default of a float or double as a number, and fails at others;
      // one that does not fit is to be found like any other.
      JsonNode readable = withoutTexts(plain.deepCopy());
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
    return SchemaSyntax.mistake(root, definitions);
  }

  LocatedJson json() {
    return root;
  }

  /** Where a named type is defined; null if this file does not define it. */
  LocatedJson definition(String fullName) {
    return definitions.get(fullName);
  }
}
