package io.employeecdc.schemacheck.rule;

import io.employeecdc.contract.table.CapturedTable;
import io.employeecdc.contract.table.Envelope;
import io.employeecdc.contract.type.UnfitContractException;
import io.employeecdc.schemacheck.avsc.FieldNode;
import io.employeecdc.schemacheck.avsc.SchemaFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.Schema;

/** What keeps a contract from describing a table, and the same one; other schemas need not. */
public final class NoTable {
  private NoTable() {}

  public static List<Observation> find(SchemaFile file) {
    try {
      if (Envelope.is(file.schema())) {
        CapturedTable unused = CapturedTable.of(file.schema());
      }
      return List.of();
    } catch (UnfitContractException e) {
      Optional<FieldNode> field = field(file, e.field());
      return List.of(
          new Observation(
              Rule.NO_TABLE,
              null,
              field.isPresent() ? field.get() : file.root(),
              field.isPresent() ? "type" : "",
              e.getMessage(),
              "write it as docs/another-table.md says"));
    }
  }

  /** Records of another key go to other partitions, and readers take the older ones for wrong. */
  public static List<Observation> changed(SchemaFile was, SchemaFile now) {
    Optional<String> before = described(was);
    Optional<String> after = described(now);
    if (before.isEmpty() || after.isEmpty() || before.equals(after)) {
      return List.of();
    }
    return List.of(
        new Observation(
            Rule.KEY_CHANGED,
            null,
            now.root(),
            "fields",
            "it is about " + after.get() + ", and was about " + before.get(),
            "write the fields before action as they were, or make another contract"));
  }

  /** Whoever does not know a symbol would write or read another value in its place. */
  public static List<Observation> otherSymbols(SchemaFile was, SchemaFile now) {
    Map<String, Set<String>> before = symbols(was);
    return symbols(now).entrySet().stream()
        .filter(
            column ->
                !before.getOrDefault(column.getKey(), column.getValue()).equals(column.getValue()))
        .map(column -> field(now, column.getKey()).orElseThrow())
        .map(NoTable::otherSymbols)
        .toList();
  }

  private static Observation otherSymbols(FieldNode column) {
    return new Observation(
        Rule.SYMBOLS_CHANGED,
        null,
        column,
        "type",
        "the column has other symbols, and whoever does not know one takes the enum's default for the value",
        "put back the symbols, and add a field, or a string with sqlType");
  }

  private static Map<String, Set<String>> symbols(SchemaFile file) {
    Map<String, Set<String>> symbols = new LinkedHashMap<>();
    for (Schema.Field field : table(file).map(t -> t.rowSchema().getFields()).orElse(List.of())) {
      enumIn(field.schema())
          .ifPresent(one -> symbols.put(field.name(), Set.copyOf(one.getEnumSymbols())));
    }
    return symbols;
  }

  private static Optional<Schema> enumIn(Schema schema) {
    return switch (schema.getType()) {
      case ENUM -> Optional.of(schema);
      case ARRAY -> enumIn(schema.getElementType());
      case UNION -> schema.getTypes().stream().flatMap(type -> enumIn(type).stream()).findFirst();
      default -> Optional.empty();
    };
  }

  private static Optional<FieldNode> field(SchemaFile file, String name) {
    return file.root().allFields().stream()
        .filter(node -> node.field().name().equals(name))
        .findFirst();
  }

  private static Optional<String> described(SchemaFile file) {
    return table(file).map(table -> "the table %s with the key %s".formatted(table, table.key()));
  }

  private static Optional<CapturedTable> table(SchemaFile file) {
    try {
      return Envelope.is(file.schema())
          ? Optional.of(CapturedTable.of(file.schema()))
          : Optional.empty();
    } catch (UnfitContractException e) {
      return Optional.empty();
    }
  }
}
