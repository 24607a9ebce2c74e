package io.employeecdc.consumer.apply;

import io.employeecdc.contract.table.CapturedTable;
import io.employeecdc.contract.table.Column;
import io.employeecdc.contract.table.RowVersion;
import io.employeecdc.contract.table.RowVersions;
import io.employeecdc.contract.table.TableSql;
import io.employeecdc.runtime.database.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The statements about one table. Each takes whole columns as arrays; {@code c} is what was sent of
 * keys, {@code r} of rows. A record writes the columns that its writer knew, and no other.
 */
final class ApplySql {
  private static final String MOVES =
      """
       on conflict (${key}) do update set action_id = excluded.action_id, cdc_version = excluded.cdc_version
      where v.action_id < excluded.action_id""";

  static final String CLAIM =
      """
      insert into ${guard} as v (${key}, action_id, cdc_version)
      select ${c_key}, c.action_id, c.cdc_version
      from unnest(${key_values}, ?, ?) as c (${key}, action_id, cdc_version)"""
          + MOVES;

  static final String CLAIM_AND_TELL =
      """
      with c as (
        select ${c_key_named}, action_id, cdc_version, cdc_place
        from unnest(${key_values}, ?, ?) with ordinality
          as c (${key}, action_id, cdc_version, cdc_place)),
      claimed as (
        insert into ${guard} as v (${key}, action_id, cdc_version)
        select ${key}, action_id, cdc_version from c order by cdc_place"""
          + MOVES
          + """
       returning ${key})
      select cdc_place from c join claimed using (${key})""";

  static final String RECORD_NEW =
      """
      insert into ${ledger} (action_id, ${key}) select c.action_id, ${c_key}
      from unnest(?, ${key_values}) as c (action_id, ${key})""";

  static final String RECORD_AND_TELL = RECORD_NEW + " on conflict do nothing returning action_id";

  private static final String ABOUT_PARKED =
      "sqlstate, constraint_name, cdc_topic, cdc_partition, record_offset, record_timestamp, record_key,"
          + " record_value, record_headers";

  /**
   * Parks changes, each unless the target is there or beyond, or has the same or a newer one
   * parked. An older one that is parked has been overtaken.
   */
  static final String PARK =
      """
      with sent as (
        select ${c_row_named}, action_id, string_to_array(cdc_known, ',') as cdc_known, cdc_deleted,
          %1$s, cdc_place
        from unnest(${row_values}, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) with ordinality
          as c (${columns}, action_id, cdc_known, cdc_deleted, %1$s, cdc_place)),
      before as (
        select sent.cdc_place, sent.action_id, p.action_id = sent.action_id as same,
          p.action_id < sent.action_id as older, p.action_id as parked_id
        from sent join ${parked} p using (${key})),
      entered as (
        insert into ${ledger} (action_id, ${key})
        select parked_id, ${key} from before join sent using (cdc_place) where older
        on conflict do nothing),
      parked as (
        insert into ${parked} as p (${columns}, action_id, cdc_known, cdc_deleted, %1$s)
        select ${columns}, sent.action_id, cdc_known, cdc_deleted, %1$s
        from sent left join ${guard} v using (${key})
        where v.action_id is null or v.action_id < sent.action_id order by cdc_place
        on conflict (${key}) do update set ${row_excluded}
          action_id = excluded.action_id, cdc_known = excluded.cdc_known,
          cdc_deleted = excluded.cdc_deleted,
          parked_at = now(), %2$s
        where p.action_id < excluded.action_id
        returning ${key})
      select sent.cdc_place, older, same,
        exists (select from parked p where (${p_key}) = (${sent_key})) as parked
      from sent left join before using (cdc_place)"""
          .formatted(
              ABOUT_PARKED,
              Stream.of(ABOUT_PARKED.split(", "))
                  .map(name -> name + " = excluded." + name)
                  .collect(Collectors.joining(", ")));

  /**
   * The last statement of a batch: partitions move, each only from where the target has got to. One
   * that is there already is not written again, so that who only looks leaves no trace. What is
   * parked and was reached or overtaken is left to whoever settles.
   */
  static final String FINISH =
      """
      with met as (
        select of.topic, of.topic_id, m.partition, m.next,
          coalesce(a.next_offset >= m.next and a.topic_id = of.topic_id, false) as there
        from unnest(?, ?, ?, ?) as m (partition, begin, next, may_be_unknown)
          cross join (select ?, ?) as of (topic, topic_id)
          left join ${offsets} a on a.topic = of.topic and a.partition = m.partition
        where case when a.topic is null then m.may_be_unknown
          else a.next_offset >= m.begin and coalesce(a.topic_id = of.topic_id, true) end),
      moved as (
        insert into ${offsets} as o (topic, topic_id, partition, next_offset)
        select topic, topic_id, partition, next from met where not there order by partition
        on conflict (topic, partition) do update set topic_id = excluded.topic_id,
          next_offset = greatest(o.next_offset, excluded.next_offset), applied_at = now())
      select (select count(*) from met), exists (select from ${parked})""";

  /** Says how many rows were there and are not deleted: both parts see what was before. */
  static final String DELETE =
      """
      with k as materialized (select ${c_key_typed} from unnest(${key_values}) as c (${key})),
      deleted as (delete from ${table} e using k where ${e_is_k} returning 1)
      select (select count(*) from ${table} e join k on ${e_is_k}) - (select count(*) from deleted)""";

  /** All of a change as one statement: one round trip. */
  private static final String ALONE =
      "with claimed as (%s returning 1), recorded as (%s), written as (%s returning 1)"
          + " select (select count(*) from claimed), (select count(*) from recorded),"
          + " (select count(*) from written)";

  /**
   * Without their length: a cast to one with a length would cut in silence, where an assignment
   * refuses.
   */
  private static final String TYPES =
      """
      select attname, format_type(atttypid, -1) from pg_attribute
      where attrelid = '${table}'::regclass and attnum > 0 and not attisdropped
        and attname in (${column_names})""";

  private final CapturedTable table;
  private final RowVersions versions;
  private final TableSql sql;

  /** By column's name: the table's own types. */
  private final Map<String, String> types = new HashMap<>();

  private final Map<String, String> texts = new ConcurrentHashMap<>();
  private final Map<RowVersion, String> upserts = new ConcurrentHashMap<>();
  private final Map<RowVersion, String> alone = new ConcurrentHashMap<>();

  /**
   * @param connection asked for the types of the table's columns
   */
  ApplySql(RowVersions versions, TableSql sql, Connection connection) throws SQLException {
    Query.each(connection, sql.of(TYPES), row -> types.put(row.getString(1), row.getString(2)));
    this.table = versions.table();
    this.versions = versions;
    this.sql = sql;
  }

  String upsert(RowVersion version) {
    return upserts.computeIfAbsent(version, one -> write(one, ""));
  }

  /** Does all that a batch of one change is to do, which writes a row. */
  String alone(RowVersion version) {
    return alone.computeIfAbsent(
        version,
        one ->
            ALONE.formatted(
                of(CLAIM), of(RECORD_AND_TELL), write(one, " where exists (select from claimed)")));
  }

  private String write(RowVersion version, String condition) {
    Collection<Column> all =
        Stream.concat(table.key().columns().stream(), version.columns().stream()).toList();
    return sql.of("insert into ${table} (%1$s) select %2$s from unnest(%3$s) as r (%1$s)%4$s%5$s")
        .formatted(
            Column.join(all, "%1$s", ", "),
            sent(all, "r", "%2$s", ", "),
            Column.join(all, "?", ", "),
            condition,
            onConflict(version.columns()));
  }

  /**
   * A statement about parked changes {@code p} and rows {@code e} of the table, with the table's
   * parts in their places, and: <code>${p_is_e_row}</code> and the like; <code>${c_row_typed}
   * </code> and <code>${t_row}</code>, what was sent and a parked row {@code t} as rows of the
   * table; <code>
   * ${completed}</code>, with what the row holds of columns that the writer did not know; <code>
   * ${p_version}</code>, what we write of it.
   */
  String of(String template) {
    return texts.computeIfAbsent(template, this::filled);
  }

  private String filled(String template) {
    String completed =
        table.columns().stream()
            .map(
                column ->
                    "%1$s = case when '%2$s' = any (p.cdc_known) then p.%1$s else %3$s end"
                        .formatted(column.sql(), column.name(), column.captured("e")))
            .collect(Collectors.joining(", "));
    Collection<Column> keys = table.key().columns();
    return sql.of(
        template
            .replace("${c_key_typed}", sent(keys, "c", "%2$s as %1$s", ", "))
            .replace("${e_is_k}", Column.join(keys, "e.%1$s = k.%1$s", " and "))
            .replace("${sent_key}", Column.join(keys, "sent.%1$s", ", "))
            .replace("${p_is_e_row}", kept(keys, "p", "e.%1$s = %2$s", " and "))
            .replace("${v_is_e_row}", kept(keys, "v", "e.%1$s = %2$s", " and "))
            .replace("${c_row_typed}", sent(table.all(), "c", "%2$s as %1$s", ", "))
            .replace("${t_row}", kept(table.all(), "t", "%2$s", ", "))
            .replace("${completed}", completed)
            .replace(
                "${p_version}",
                "case when p.cdc_deleted or p.cdc_known @> array[${own_names}] then %d else 0 end"
                    .formatted(versions.own().number()))
            .replace("${on_conflict}", onConflict(table.columns())));
  }

  private String onConflict(Collection<Column> columns) {
    Collection<Column> set = columns.isEmpty() ? table.key().columns() : columns;
    return sql.of(" on conflict (${key}) do update set ")
        + Column.join(set, "%1$s = excluded.%1$s", ", ");
  }

  /** A value of our own tables' type as one of the column's. */
  private String cast(Column column, String value) {
    String type = types.get(column.name());
    return type == null || type.equals(column.type().sqlType())
        ? value
        : "(%s)::%s".formatted(value, type);
  }

  /**
   * @param template with {@code %1$s} for the name and {@code %2$s} for the value that was sent
   */
  private String sent(Collection<Column> columns, String alias, String template, String separator) {
    return columns.stream()
        .map(
            column ->
                template.formatted(
                    column.sql(), cast(column, column.type().received(alias + "." + column.sql()))))
        .collect(Collectors.joining(separator));
  }

  /** What is kept of columns in one of our own tables. */
  private String kept(Collection<Column> columns, String alias, String template, String separator) {
    return columns.stream()
        .map(column -> template.formatted(column.sql(), cast(column, alias + "." + column.sql())))
        .collect(Collectors.joining(separator));
  }
}
