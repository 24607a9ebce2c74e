package io.employeecdc.compatibility.versions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/**
 * A change as a file of {@code resources/samples}: values by the names of fields, for the fields of
 * all versions at once. A version takes those that it has; bytes are written in hexadecimal. One
 * more has a value in each field, whichever a version has.
 */
public record Sample(String name, JsonNode json) {
  private static final Path FOLDER = Path.of("src/test/resources/samples");

  /** All samples, by name. */
  public static List<Sample> all() {
    ObjectMapper mapper = new ObjectMapper();
    try (Stream<Path> files = Files.list(FOLDER)) {
      List<Sample> samples = new ArrayList<>();
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString().replace(".json", "");
        samples.add(new Sample(name, mapper.readTree(Files.readString(file))));
      }
      samples.add(new Sample("every_field", MissingNode.getInstance()));
      return samples;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The record as a version has it; empty if the version has no symbol for a value of it. */
  public Optional<GenericRecord> as(Schema version) {
    try {
      return Optional.of(
          (GenericRecord) (json.isMissingNode() ? any("a", version) : value(json, version)));
    } catch (UnknownSymbolException e) {
      return Optional.empty();
    }
  }

  private static Object value(JsonNode node, Schema schema) {
    return switch (schema.getType()) {
      case UNION -> node.isNull() ? null : value(node, other(schema));
      case RECORD -> record(node, schema);
      case ENUM -> symbol(node.textValue(), schema);
      case ARRAY -> list(node, schema.getElementType());
      case MAP -> map(node, schema.getValueType());
      case STRING -> node.textValue();
      case BYTES -> ByteBuffer.wrap(HexFormat.of().parseHex(node.textValue()));
      case INT -> node.intValue();
      case LONG -> node.longValue();
      case FLOAT -> node.floatValue();
      case DOUBLE -> node.doubleValue();
      case BOOLEAN -> node.booleanValue();
      case NULL, FIXED ->
          throw new IllegalArgumentException("samples have no values of type " + schema);
    };
  }

  private static Object any(String name, Schema schema) {
    return switch (schema.getType()) {
      case UNION -> any(name, other(schema));
      case RECORD -> {
        GenericRecord record = new GenericData.Record(schema);
        schema.getFields().forEach(f -> record.put(f.pos(), any(f.name(), f.schema())));
        yield record;
      }
      // The first is what readers take for one that they do not know.
      case ENUM -> {
        List<String> symbols = schema.getEnumSymbols();
        yield symbol(symbols.get(Math.min(1, symbols.size() - 1)), schema);
      }
      case ARRAY -> List.of(any(name, schema.getElementType()));
      case MAP -> Map.of(name, any(name, schema.getValueType()));
      case STRING -> name;
      case BYTES -> ByteBuffer.wrap(new byte[] {1, 2});
      case INT -> name.hashCode() & 0x7fff;
      case LONG -> (long) (name.hashCode() & 0x7fff);
      case FLOAT -> (float) name.length();
      case DOUBLE -> (double) name.length();
      case BOOLEAN -> true;
      case NULL, FIXED ->
          throw new IllegalArgumentException("samples have no values of type " + schema);
    };
  }

  private static Schema other(Schema nullable) {
    return nullable.getTypes().stream()
        .filter(branch -> branch.getType() != Schema.Type.NULL)
        .findFirst()
        .orElseThrow();
  }

  private static GenericRecord record(JsonNode node, Schema schema) {
    GenericRecord record = new GenericData.Record(schema);
    for (Schema.Field field : schema.getFields()) {
      record.put(
          field.pos(),
          node.has(field.name())
              ? value(node.get(field.name()), field.schema())
              : GenericData.get().getDefaultValue(field));
    }
    return record;
  }

  private static Object symbol(String symbol, Schema schema) {
    if (!schema.hasEnumSymbol(symbol)) {
      throw new UnknownSymbolException();
    }
    return new GenericData.EnumSymbol(schema, symbol);
  }

  private static List<Object> list(JsonNode node, Schema items) {
    List<Object> values = new ArrayList<>();
    node.forEach(item -> values.add(value(item, items)));
    return values;
  }

  private static Map<String, Object> map(JsonNode node, Schema items) {
    Map<String, Object> values = new LinkedHashMap<>();
    node.properties().forEach(entry -> values.put(entry.getKey(), value(entry.getValue(), items)));
    return values;
  }

  private static final class UnknownSymbolException extends RuntimeException {}
}
