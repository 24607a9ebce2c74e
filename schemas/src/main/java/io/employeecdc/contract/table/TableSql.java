package io.employeecdc.contract.table;

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
public final class TableSql {
  private static final String FITS = "fits_";

  private static final String ADD_CHECK =
      ",\n  drop constraint if exists %1$s,\n  add constraint %1$s check (%2$s) not valid";

  /** The table and its partitions, as relation; pg_partition_tree would lock them all. */
  private static final String TREE =
      "(with recursive tree (relation) as (select to_regclass('%s')::oid union all"
          + " select inhrelid from pg_inherits join tree on inhparent = relation)"
          + " select relation from tree) tree";

  private static final List<String> TRIGGERS =
      List.of("insert", "update", "delete", "truncate", "after_truncate");

  /**
   * What of a relation changes if somebody does what lets rows change without its triggers, though
   * all is as it was afterwards: they are off for a time, or their functions are others, it has
   * another name or is no partition, a column is made anew, a value of its type is renamed. Rows of
   * the catalogs tell by their xmin, which is the transaction that wrote them last.
   *
   * <p>A column's values change without a trigger only where its row is written together with that
   * of its table, as a new type does that writes a new file; most other alterations of it are
   * apart. A table that is written anew for another reason writes the row too while the column has
   * a default that was never written to its rows: of such a column nothing is said. A grant writes
   * all of a function's row, so of that counts what it does.
   */
  private static final String STATE =
      """
      (select 'triggers' as kind, '' as name, string_agg(concat_ws(' ', t.xmin, p.oid, proowner, prosecdef,
              hashtextextended(concat_ws(' ', prosrc, proconfig), 0)), ' ' order by tgname) as value
          from pg_trigger t join pg_proc p on p.oid = tgfoid where tgrelid = relation and tgname in (%1$s)
        union all select 'where', '', xmin::text from pg_inherits where inhrelid = relation
        union all select 'name', '', t.xmin::text
          from pg_type t join pg_class c on c.reltype = t.oid where c.oid = relation
        union all select kind, attname, value
          from pg_attribute a join pg_class c on c.oid = attrelid, lateral (
            values ('place', attnum::text),
              ('column', case when not atthasmissing then case a.xmin when c.xmin then a.xmin::text else 'apart' end end),
              ('expression', (select xmin::text from pg_attrdef where adrelid = attrelid and adnum = attnum and attgenerated <> ''))
            ) facts (kind, value)
          where attrelid = relation and attname in (%2$s)
        union all select 'label', l.oid::text, enumlabel
          from pg_attribute join pg_type t on t.oid = atttypid
            join pg_enum l on enumtypid in (t.oid, typelem, typbasetype)
          where attrelid = relation and attname in (%2$s)) state""";

  private final CapturedTable table;
  private final Map<String, String> parts = new HashMap<>();

  public TableSql(CapturedTable table) {
    this.table = table;
    List<Column> keys = table.key().columns();
    List<Column> columns = table.columns();
    putNames();
    putKey(keys);
    putColumns(columns);
    putApplied(keys);
    putCaptured(keys, columns);
  }

  /**
   * Of the versions' newest, with what follows from all of them: <code>${lacking}</code>, <code>
   * ${late_names}</code>, and of the capture table <code>${version}</code>, <code>${versions}
   * </code>, <code>${captured_names}</code> and <code>${capture_additions}</code>.
   */
  public TableSql(RowVersions versions) {
    this(versions.table());
    parts.put("lacking", versions.lacking());
    parts.put("late_names", names(versions.late()));
    parts.put("version", String.valueOf(versions.own().number()));
    parts.put("versions", versions.numbered());
    parts.put("captured_names", names(versions.captured()));
    parts.put("capture_additions", captureAdditions(versions.captured()));
  }

  /** The name of the capture table's check of a column. */
  public static String checkOf(String column) {
    return FITS + column;
  }

  /** All placeholders and their values. */
  public Map<String, String> placeholders() {
    return Map.copyOf(parts);
  }

  /** A statement with the table's parts in the place of <code>${name}</code>. */
  public String of(String template) {
    String sql = template;
    for (Map.Entry<String, String> part : parts.entrySet()) {
      sql = sql.replace("${" + part.getKey() + "}", part.getValue());
    }
    return sql;
  }

  /** What things are called, and what is asked of the catalogs about them. */
  private void putNames() {
    parts.put("table", table.sql());
    parts.put("name", table.names().table());
    parts.put("capture", table.names().capture());
    parts.put("objects", table.names().objects());
    parts.put("ledger", table.names().ledger());
    parts.put("guard", table.names().guard());
    parts.put("parked", table.names().parked());
    parts.put("offsets", table.names().offsets());
    parts.put("history", table.names().history());
    String triggers =
        TRIGGERS.stream()
            .map(trigger -> "'" + table.names().objects() + "_" + trigger + "'")
            .collect(Collectors.joining(", "));
    parts.put("triggers", triggers);
    parts.put("state", STATE.formatted(triggers, names(table.all())));
    parts.put("tree", TREE.formatted(table.sql()));
  }

  private void putKey(List<Column> keys) {
    parts.put("key", Column.join(keys, "%1$s", ", "));
    parts.put(
        "key_names", names(keys.stream().sorted(Comparator.comparing(Column::name)).toList()));
    parts.put("key_values", Column.join(keys, "?", ", "));
    parts.put("key_text", keyText());
    parts.put("key_descending", Column.join(keys, "%1$s desc", ", "));
    parts.put("a_key", keys.get(0).sql());
    parts.put("own_key", own(keys, "%s %s not null", ",\n  "));
    parts.put("v_key", Column.join(keys, "v.%1$s", ", "));
    parts.put("v_key_text", Column.join(keys, "v.%1$s::text", ", "));
    parts.put("p_key", Column.join(keys, "p.%1$s", ", "));
    parts.put("p_key_order", order(keys));
    parts.put("e_keys", Column.join(keys, "e.%1$s", ", "));
    parts.put("e_own", captured(keys, "e"));
  }

  private void putColumns(List<Column> columns) {
    parts.put("columns", Column.join(table.all(), "%1$s", ", "));
    parts.put("column_names", names(table.all()));
    parts.put("own_names", names(columns));
    parts.put("row_values", Column.join(table.all(), "?", ", "));
    parts.put("row_excluded", Column.join(columns, "%1$s = excluded.%1$s, ", ""));
    parts.put("definition", definition(true));
    parts.put("copy_definition", definition(false));
    parts.put("capture_columns", captureColumns());
    parts.put("parked_additions", own(columns, "add column if not exists %s %s", ",\n  "));
  }

  /** What was sent to the target as {@code c}, beside what is in its tables. */
  private void putApplied(List<Column> keys) {
    parts.put("c_key", received(keys, "%2$s", ", "));
    parts.put("c_key_named", received(keys, "%2$s as %1$s", ", "));
    parts.put("c_row_named", received(table.all(), "%2$s as %1$s", ", "));
    parts.put("v_is_c", received(keys, "v.%1$s = %2$s", " and "));
    parts.put("p_is_c", received(keys, "p.%1$s = %2$s", " and "));
    parts.put("v_is_p", Column.join(keys, "v.%1$s = p.%1$s", " and "));
    parts.put("e_is_r", Column.join(keys, "e.%1$s = r.%1$s", " and "));
    for (String alias : List.of("p", "h", "v")) {
      parts.put(
          alias + "_is_e",
          keys.stream()
              .map(key -> alias + "." + key.sql() + " = " + key.captured("e"))
              .collect(Collectors.joining(" and ")));
    }
  }

  /**
   * In the triggers: new rows {@code n}, old ones {@code o}, what the table holds {@code t}, {@code
   * e}.
   */
  private void putCaptured(List<Column> keys, List<Column> columns) {
    for (String alias : List.of("n", "o", "e")) {
      parts.put(alias + "_key", captured(keys, alias));
      parts.put(alias + "_values", values(columns, alias));
      parts.put(alias + "_row", captured(table.all(), alias));
      parts.put(alias + "_compared", Column.join(columns, alias + ".%1$s", ", "));
    }
    parts.put("n_or_o_key", either(keys));
    parts.put("n_is_o", Column.join(keys, "o.%1$s = n.%1$s", " and "));
    parts.put("t_is_n", Column.join(keys, "t.%1$s = n.%1$s", " and "));
    parts.put("t_is_o", Column.join(keys, "t.%1$s = o.%1$s", " and "));
    parts.put("t_is_n_or_o", Column.join(keys, "t.%1$s = coalesce(n.%1$s, o.%1$s)", " and "));
  }

  /** Columns with their types in our own tables. */
  private static String own(Collection<Column> columns, String template, String separator) {
    return columns.stream()
        .map(column -> template.formatted(column.sql(), column.type().sqlType()))
        .collect(Collectors.joining(separator));
  }

  /** Columns and what was sent for them as {@code c}. */
  private static String received(Collection<Column> columns, String template, String separator) {
    return columns.stream()
        .map(
            column -> template.formatted(column.sql(), column.type().received("c." + column.sql())))
        .collect(Collectors.joining(separator));
  }

  /** As {@link KeyValue} orders keys. */
  private static String order(List<Column> keys) {
    return keys.stream()
        .map(
            key -> "p." + key.sql() + (key.type().sqlType().equals("text") ? " collate \"C\"" : ""))
        .collect(Collectors.joining(", "));
  }

  private static String names(List<Column> columns) {
    return columns.stream().map(Column::name).collect(Collectors.joining("', '", "'", "'"));
  }

  /**
   * Of a table that set-up makes.
   *
   * @param strict not the target's: an upsert of a record that does not know a column is refused
   *     where that is NOT NULL, also if the row is there
   */
  private String definition(boolean strict) {
    return Stream.concat(
            table.all().stream()
                .map(
                    column ->
                        column.sql()
                            + " "
                            + column.declaredType()
                            + (column.nullable() || !strict ? "" : " not null")),
            Stream.of("primary key (" + Column.join(table.key().columns(), "%1$s", ", ") + ")"))
        .collect(Collectors.joining(",\n  "));
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

  private static String captureAdditions(List<Column> columns) {
    return columns.stream()
        .map(
            column ->
                "add column if not exists %s %s%s"
                    .formatted(column.sql(), column.type().sqlType(), checks(column)))
        .collect(Collectors.joining(",\n  "));
  }

  private static String checks(Column column) {
    String name = Identifier.quoted(checkOf(column.name()));
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
