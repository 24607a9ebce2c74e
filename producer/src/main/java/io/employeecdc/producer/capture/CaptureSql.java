package io.employeecdc.producer.capture;

import io.employeecdc.contract.table.CapturedTable;
import io.employeecdc.contract.table.Column;
import io.employeecdc.contract.table.Identifier;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What stands for the table in statements: the values of the placeholders in {@code db/source} and
 * {@code db/target}, and in the statements of this module.
 */
public final class CaptureSql {
  private static final String ADD_CHECK =
      ",\n  drop constraint if exists %1$s,\n  add constraint %1$s check (%2$s) not valid";

  private final CapturedTable table;
  private final Map<String, String> parts;

  public CaptureSql(CapturedTable table) {
    this.table = table;
    this.parts = Map.copyOf(parts());
  }

  /** All placeholders and their values. */
  public Map<String, String> placeholders() {
    return parts;
  }

  /** A statement with the table's parts in the place of <code>${name}</code>. */
  public String of(String template) {
    String sql = template;
    for (Map.Entry<String, String> part : parts.entrySet()) {
      sql = sql.replace("${" + part.getKey() + "}", part.getValue());
    }
    return sql;
  }

  private Map<String, String> parts() {
    List<Column> keys = table.key().columns();
    List<Column> columns = table.columns();
    Map<String, String> all = new HashMap<>();
    all.put("table", table.sql());
    all.put("capture", table.names().capture());
    all.put("objects", table.names().objects());
    all.put("ledger", table.names().ledger());
    all.put("guard", table.names().guard());
    all.put("definition", definition());
    all.put("key", Column.join(keys, "%1$s", ", "));
    all.put("key_names", names(keys.stream().sorted(Comparator.comparing(Column::name)).toList()));
    all.put("column_names", names(table.all()));
    all.put("a_key", keys.get(0).sql());
    all.put("columns", Column.join(table.all(), "%1$s", ", "));
    all.put("capture_columns", captureColumns());
    all.put("capture_additions", captureAdditions());
    for (String alias : List.of("n", "o", "e")) {
      all.put(alias + "_key", captured(keys, alias));
      all.put(alias + "_values", values(columns, alias));
      all.put(alias + "_row", captured(table.all(), alias));
      all.put(alias + "_compared", Column.join(columns, alias + ".%1$s", ", "));
    }
    all.put("n_or_o_key", either(keys));
    all.put("n_is_o", Column.join(keys, "o.%1$s = n.%1$s", " and "));
    all.put("t_is_n", Column.join(keys, "t.%1$s = n.%1$s", " and "));
    all.put("t_is_o", Column.join(keys, "t.%1$s = o.%1$s", " and "));
    all.put("t_is_n_or_o", Column.join(keys, "t.%1$s = coalesce(n.%1$s, o.%1$s)", " and "));
    all.put("e_keys", Column.join(keys, "e.%1$s", ", "));
    all.put("key_values", Column.join(keys, "?", ", "));
    all.put("key_text", keyText());
    all.put("key_descending", Column.join(keys, "%1$s desc", ", "));
    return all;
  }

  private static String names(List<Column> columns) {
    return columns.stream().map(Column::name).collect(Collectors.joining("', '", "'", "'"));
  }

  /** Of a table that set-up makes. */
  private String definition() {
    return Stream.concat(
            table.all().stream().map(CaptureSql::definition),
            Stream.of("primary key (" + Column.join(table.key().columns(), "%1$s", ", ") + ")"))
        .collect(Collectors.joining(",\n  "));
  }

  private static String definition(Column column) {
    return column.sql() + " " + column.declaredType() + (column.nullable() ? "" : " not null");
  }

  /** Those of a fixed width come first, as they need no padding there. */
  private String captureColumns() {
    return table.all().stream()
        .sorted(Comparator.comparing(column -> column.type().sqlType().equals("text")))
        .map(column -> column.sql() + " " + column.type().sqlType() + notNull(column))
        .collect(Collectors.joining(",\n  "));
  }

  /** A DELETE has its key alone. */
  private String notNull(Column column) {
    return table.key().columns().contains(column) ? " not null" : "";
  }

  private String captureAdditions() {
    return table.columns().stream()
        .map(
            column ->
                "add column if not exists %s %s%s"
                    .formatted(column.sql(), column.type().sqlType(), checks(column)))
        .collect(Collectors.joining(",\n  "));
  }

  private static String checks(Column column) {
    String name = Identifier.quoted("fits_" + column.name());
    return column.captureCheck().map(check -> ADD_CHECK.formatted(name, check)).orElse("");
  }

  private static String captured(Collection<Column> columns, String alias) {
    return columns.stream().map(column -> column.captured(alias)).collect(Collectors.joining(", "));
  }

  /** Begins with a comma, as there may be none. */
  private static String values(Collection<Column> columns, String alias) {
    return columns.stream()
        .map(column -> ", " + column.captured(alias))
        .collect(Collectors.joining());
  }

  private static String either(Collection<Column> keys) {
    return keys.stream()
        .map(key -> "coalesce(%s, %s)".formatted(key.captured("n"), key.captured("o")))
        .collect(Collectors.joining(", "));
  }

  /** A row's key as {@code Key} reads it, whatever the session's settings. */
  private String keyText() {
    List<Column> keys = table.key().columns();
    return keys.size() == 1
        ? "to_jsonb(%s) #>> '{}'".formatted(captured(keys, "t"))
        : "jsonb_build_array(%s)::text".formatted(captured(keys, "t"));
  }
}
