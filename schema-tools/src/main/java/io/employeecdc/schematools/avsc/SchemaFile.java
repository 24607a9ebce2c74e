package io.employeecdc.schematools.avsc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

  private final String name;
  private final Schema schema;
  private final LocatedJson root;
  private final Map<String, LocatedJson> definitions;
  private final boolean hasElements;

  private SchemaFile(String name, Schema schema, LocatedJson root) {
    this.name = name;
    this.schema = schema;
    this.root = root;
    this.definitions = Definitions.of(root);
    this.hasElements =
        Stream.of("items", "values")
            .flatMap(part -> root.plain().findValues(part).stream())
            .anyMatch(type -> !SchemaSyntax.PRIMITIVES.contains(type.asText()));
  }

  /** Fails if the file cannot be read or does not hold a schema. */
  public static SchemaFile read(String name, Path file) {
    try {
      return parse(name, Files.readString(file, StandardCharsets.UTF_8));
    } catch (CharacterCodingException e) {
      throw new MalformedSchemaException(name, TextPosition.START, "not text in UTF-8");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Fails if the text is not a schema; the name is how messages call the file. */
  public static SchemaFile parse(String name, String text) {
    String json = text.startsWith("\uFEFF") ? text.substring(1) : text;
    LocatedJson root = LocatedJsonParser.parse(name, json);
    try {
      return new SchemaFile(name, schema(json, root), root);
    } catch (RuntimeException e) {
      // Avro does not say where, and some mistakes end in an exception that was not meant for them.
      throw SchemaSyntax.explain(name, root, e);
    } catch (StackOverflowError e) {
      throw new MalformedSchemaException(name, TextPosition.START, "nested too deeply to be read");
    }
  }

  private static Schema schema(String json, LocatedJson root) {
    try {
      return new Schema.Parser().setValidateDefaults(false).parse(json);
    } catch (NumberFormatException e) {
      // Avro reads a text as the default of a float or double as a number, and fails at others;
      // one that does not fit is to be found like any other.
      JsonNode readable = withoutTexts(root.plain().deepCopy());
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
    return SchemaSyntax.mistake(name, root);
  }

  LocatedJson json() {
    return root;
  }

  /** Where a named type is defined; null if this file does not define it. */
  LocatedJson definition(String fullName) {
    return definitions.get(fullName);
  }
}
