package io.employeecdc.compatibility.tables;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;

/** Which types of columns hold exactly the values of a field's type. */
final class ColumnTypes {
  /** By logical type, else by type. Of several the first is proposed. */
  private static final Map<String, List<String>> TYPES =
      Map.of(
          "string", List.of("text", "varchar"),
          "int", List.of("integer"),
          "long", List.of("bigint"),
          "float", List.of("real"),
          "double", List.of("double precision"),
          "boolean", List.of("boolean"),
          "bytes", List.of("bytea"),
          "date", List.of("date"),
          "timestamp-micros", List.of("timestamptz"),
          "decimal", List.of("numeric"));

  /** Among these PostgreSQL converts, however much may be lost. */
  private static final List<Set<String>> CASTS =
      List.of(
          Set.of("smallint", "integer", "bigint", "numeric", "real", "double precision"),
          Set.of("date", "timestamp", "timestamptz"),
          Set.of("text", "varchar", "character"));

  private ColumnTypes() {}

  /** The key of the table, such as {@code date}. */
  static String kind(Schema type) {
    return type.getLogicalType() == null
        ? type.getType().getName()
        : type.getLogicalType().getName();
  }

  static boolean fit(Schema type, SqlType column) {
    if (!TYPES.getOrDefault(kind(type), List.of()).contains(column.name())) {
      return false;
    }
    return switch (column.name()) {
      case "varchar" -> true;
      case "numeric" -> column.modifiers().equals(digits(type));
      default -> column.modifiers().isEmpty();
    };
  }

  /** The type that a new column should have; empty if no type is known for the field's. */
  static Optional<SqlType> proposal(Schema type) {
    return Optional.ofNullable(TYPES.get(kind(type)))
        .map(names -> new SqlType(names.get(0), digits(type)));
  }

  /** How SQL converts a column's values; types that have no conversion meet as text. */
  static String cast(String column, SqlType from, SqlType to) {
    boolean direct =
        CASTS.stream().anyMatch(set -> set.contains(from.name()) && set.contains(to.name()));
    return column + (direct ? "::" : "::text::") + to;
  }

  /** The type that a field should have for a column, in a schema's words, if there is one. */
  static Optional<String> field(SqlType column) {
    return TYPES.entrySet().stream()
        .filter(entry -> entry.getValue().contains(column.name()))
        .map(Map.Entry::getKey)
        .findFirst()
        .map(kind -> avro(kind, column.modifiers()));
  }

  private static String avro(String kind, List<Integer> digits) {
    return switch (kind) {
      case "date" -> "{\"type\": \"int\", \"logicalType\": \"date\"}";
      case "timestamp-micros" -> "{\"type\": \"long\", \"logicalType\": \"timestamp-micros\"}";
      case "decimal" ->
          digits.size() == 2
              ? "{\"type\": \"bytes\", \"logicalType\": \"decimal\", \"precision\": %d, \"scale\": %d}"
                  .formatted(digits.get(0), digits.get(1))
              : "\"string\"";
      default -> '"' + kind + '"';
    };
  }

  private static List<Integer> digits(Schema type) {
    return type.getLogicalType() instanceof LogicalTypes.Decimal decimal
        ? List.of(decimal.getPrecision(), decimal.getScale())
        : List.of();
  }
}
