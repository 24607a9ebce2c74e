package io.employeecdc.contract.avsc;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/**
 * A schema together with its text.
 *
 * <p>Defaults are not validated while parsing: one that does not fit is for the check to report,
 * beside everything else that is wrong, and the registry does not validate them either.
 */
public final class SchemaFile {
  private final String name;
  private final Schema schema;
  private final JsonAt root;
  private final Map<String, JsonAt> definitions;
  private final boolean hasElements;

  private SchemaFile(String name, Schema schema, JsonAt root) {
    this.name = name;
    this.schema = schema;
    this.root = root;
    this.definitions = Definitions.of(root);
    this.hasElements =
        Stream.of("items", "values")
            .flatMap(part -> root.plain().findValues(part).stream())
            .anyMatch(type -> !Shape.PRIMITIVES.contains(type.asText()));
  }

  /**
   * Reads a file.
   *
   * @param name how messages call the file
   * @throws MalformedSchemaException if the file does not hold a schema
   * @throws UncheckedIOException if it cannot be read
   */
  public static SchemaFile read(String name, Path file) {
    try {
      return parse(name, Files.readString(file, StandardCharsets.UTF_8));
    } catch (CharacterCodingException e) {
      throw new MalformedSchemaException(name, Position.START, "not text in UTF-8");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Parses a text.
   *
   * @param name how messages call the file
   * @throws MalformedSchemaException if the text is not a schema
   */
  public static SchemaFile parse(String name, String text) {
    String json = text.startsWith("\uFEFF") ? text.substring(1) : text;
    JsonAt root = LocatedJson.parse(name, json);
    try {
      return new SchemaFile(name, schema(json, root), root);
    } catch (RuntimeException e) {
      // Avro does not say where, and some mistakes end in an exception that was not meant for them.
      throw Shape.explain(name, root, e);
    } catch (StackOverflowError e) {
      throw new MalformedSchemaException(name, Position.START, "nested too deeply to be read");
    }
  }

  private static Schema schema(String json, JsonAt root) {
    try {
      return new Schema.Parser().setValidateDefaults(false).parse(json);
    } catch (NumberFormatException e) {
      // Avro reads a text as the default of a float or double as a number, and fails at others.
      JsonNode readable = NumberDefaults.withoutTexts(root.plain());
      return new Schema.Parser().setValidateDefaults(false).parse(readable.toString());
    }
  }

  public String name() {
    return name;
  }

  public Schema schema() {
    return schema;
  }

  /** The whole schema as a spot, from which its parts are reached. */
  public Spot root() {
    return Spot.root(this);
  }

  /** True if an array or a map holds anything but Avro's own simple types. */
  public boolean hasElements() {
    return hasElements;
  }

  /** The first thing that Avro's parser takes and its specification does not; empty if none. */
  public Optional<MalformedSchemaException> mistake() {
    return Shape.mistake(name, root);
  }

  JsonAt json() {
    return root;
  }

  /** Where a named type is defined; null if this file does not define it. */
  JsonAt definition(String fullName) {
    return definitions.get(fullName);
  }
}
