package io.employeecdc.compatibility.versions;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.IndexedRecord;

/**
 * What a reader must see of a record that another version wrote, from Avro's specification: fields
 * by name or alias, defaults for those that were not written and for symbols that it does not know.
 */
public final class Expectation {
  private Expectation() {}

  /** The record's fields as {@code reader} must see them. */
  @SuppressWarnings("unchecked")
  public static Map<String, Object> of(IndexedRecord written, Schema reader) {
    return (Map<String, Object>) value(written, written.getSchema(), reader);
  }

  private static Object value(Object written, Schema writer, Schema reader) {
    if (writer.getType() == Schema.Type.UNION) {
      int branch = GenericData.get().resolveUnion(writer, written);
      return value(written, writer.getTypes().get(branch), reader);
    }
    if (reader.getType() == Schema.Type.UNION) {
      return value(written, writer, branch(writer, reader));
    }
    return switch (reader.getType()) {
      case RECORD -> record((IndexedRecord) written, reader);
      case ENUM ->
          reader.hasEnumSymbol(written.toString()) ? written.toString() : reader.getEnumDefault();
      case ARRAY ->
          ((List<?>) written)
              .stream()
                  .map(item -> value(item, writer.getElementType(), reader.getElementType()))
                  .toList();
      case MAP -> map((Map<?, ?>) written, writer.getValueType(), reader.getValueType());
      case LONG -> ((Number) written).longValue();
      case FLOAT -> ((Number) written).floatValue();
      case DOUBLE -> ((Number) written).doubleValue();
      default -> Plain.of(written);
    };
  }

  private static Map<String, Object> record(IndexedRecord written, Schema reader) {
    Map<String, Object> seen = new LinkedHashMap<>();
    for (Schema.Field field : reader.getFields()) {
      Optional<Schema.Field> source =
          Stream.concat(Stream.of(field.name()), field.aliases().stream())
              .map(written.getSchema()::getField)
              .filter(candidate -> candidate != null)
              .findFirst();
      seen.put(
          field.name(),
          source.isPresent()
              ? value(written.get(source.get().pos()), source.get().schema(), field.schema())
              : Plain.of(GenericData.get().getDefaultValue(field)));
    }
    return seen;
  }

  private static Map<String, Object> map(Map<?, ?> written, Schema writer, Schema reader) {
    Map<String, Object> seen = new LinkedHashMap<>();
    written.forEach((key, entry) -> seen.put(key.toString(), value(entry, writer, reader)));
    return seen;
  }

  /** The union's branch of the written type; the first number if only a wider one is there. */
  private static Schema branch(Schema writer, Schema union) {
    List<Schema> branches = union.getTypes();
    return Stream.concat(
            branches.stream().filter(b -> b.getFullName().equals(writer.getFullName())),
            branches.stream().filter(b -> isNumber(b) && isNumber(writer)))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isNumber(Schema schema) {
    return switch (schema.getType()) {
      case INT, LONG, FLOAT, DOUBLE -> true;
      default -> false;
    };
  }
}
