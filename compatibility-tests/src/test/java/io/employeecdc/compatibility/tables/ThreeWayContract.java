package io.employeecdc.compatibility.tables;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Compares the fields of a row with the columns of the three tables. */
final class ThreeWayContract {
  /** A {@code text}, or a {@code varchar} without a length. */
  private static final int ENDLESS = Integer.MAX_VALUE;

  private final Map<Table, List<Column>> tables;
  private final List<Difference> differences = new ArrayList<>();

  private ThreeWayContract(Map<Table, List<Column>> tables) {
    this.tables = tables;
  }

  /** Everything that does not agree, field by field, then the columns that no field has. */
  static List<Difference> differences(List<RowField> fields, Map<Table, List<Column>> tables) {
    ThreeWayContract contract = new ThreeWayContract(tables);
    for (RowField field : fields) {
      for (Table table : Table.values()) {
        contract
            .column(table, field.name())
            .ifPresentOrElse(
                column -> contract.compare(table, field, column),
                () -> contract.missing(table, field));
      }
    }
    for (Table table : Table.values()) {
      tables.get(table).stream()
          .filter(column -> !table.owns(column.name()))
          .filter(column -> fields.stream().noneMatch(f -> f.name().equals(column.name())))
          .forEach(column -> contract.extra(table, column));
    }
    return contract.differences;
  }

  private Optional<Column> column(Table table, String name) {
    return tables.get(table).stream().filter(column -> column.name().equals(name)).findFirst();
  }

  private void missing(Table table, RowField field) {
    String words = "is missing; the schema has it as " + field.words();
    Optional<SqlType> type = wanted(field);
    if (type.isEmpty()) {
      unmapped(table, field, words);
      return;
    }
    String definition = field.name() + " " + type.get();
    if (!nullable(table, field)) {
      definition += " not null" + field.defaultClause();
    }
    alter(table, field.name(), words, "add column " + definition);
  }

  private void compare(Table table, RowField field, Column column) {
    Optional<SqlType> type = wanted(field);
    if (type.isEmpty()) {
      unmapped(table, field, "is %s; the schema has %s".formatted(column.type(), field.words()));
    } else if (!ColumnTypes.fit(field.type(), column.type())) {
      alter(
          table,
          field.name(),
          "is %s; the schema has %s, which is %s"
              .formatted(column.type(), ColumnTypes.kind(field.type()), type.get()),
          "alter column %s type %s using %s"
              .formatted(
                  field.name(),
                  type.get(),
                  ColumnTypes.cast(field.name(), column.type(), type.get())));
    } else if (room(column.type()) < room(type.get())) {
      alter(
          table,
          field.name(),
          "is %s, too short for %s of the source".formatted(column.type(), type.get()),
          "alter column %s type %s".formatted(field.name(), type.get()));
    }
    nullability(table, field, column);
  }

  private void nullability(Table table, RowField field, Column column) {
    if (column.nullable() == nullable(table, field)) {
      return;
    }
    String words =
        column.nullable()
            ? "may be null; the schema's field may not"
            : table.holdsDeletes()
                ? "is not null; a DELETE has no value for it"
                : "is not null; the schema's field may be null";
    String change = column.nullable() ? "set not null" : "drop not null";
    alter(table, field.name(), words, "alter column %s %s".formatted(field.name(), change));
  }

  private static boolean nullable(Table table, RowField field) {
    return field.nullable() || (table.holdsDeletes() && !field.key());
  }

  private Optional<SqlType> wanted(RowField field) {
    return ColumnTypes.proposal(field.type()).map(type -> longEnough(field, type));
  }

  /** A text is as long as the source's; one that the source does not have, as long as anywhere. */
  private SqlType longEnough(RowField field, SqlType proposal) {
    Optional<SqlType> source = type(Table.SOURCE, field);
    return source
        .or(
            () ->
                Stream.of(Table.values())
                    .flatMap(table -> type(table, field).stream())
                    .max(Comparator.comparingInt(ThreeWayContract::room)))
        .orElse(proposal);
  }

  /** The type of a column, if it fits the field. */
  private Optional<SqlType> type(Table table, RowField field) {
    return column(table, field.name())
        .map(Column::type)
        .filter(type -> ColumnTypes.fit(field.type(), type));
  }

  private static int room(SqlType type) {
    return type.name().equals("varchar") && !type.modifiers().isEmpty()
        ? type.modifiers().get(0)
        : ENDLESS;
  }

  /** Only the source's columns are somebody's data; what nothing fills elsewhere can go. */
  private void extra(Table table, Column column) {
    String words = "is not in the schema";
    if (column(Table.SOURCE, column.name()).isEmpty()) {
      alter(table, column.name(), words, "drop column " + column.name());
      return;
    }
    String type = ColumnTypes.field(column.type()).orElse("…");
    String remedy =
        "Add to the fields of Employee in EmployeeCDC.avsc: {\"name\": \"%s\", \"type\": [\"null\", %s],"
                .formatted(column.name(), type)
            + " \"default\": null}";
    differences.add(new Difference(table, column.name(), words, remedy, false));
  }

  private void unmapped(Table table, RowField field, String words) {
    String remedy = "Say in ColumnTypes which column holds a field of type " + field.words() + ".";
    differences.add(new Difference(table, field.name(), words, remedy, false));
  }

  private void alter(Table table, String column, String words, String change) {
    String remedy = "alter table %s %s;".formatted(table.table(), change);
    differences.add(new Difference(table, column, words, remedy, true));
  }
}
