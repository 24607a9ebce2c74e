package io.employeecdc.pipeline.verify;

import io.employeecdc.contract.table.Column;
import java.util.Set;

/** The statements that ask about single keys; their digests are those of {@link RowSql}. */
final class KeySql {
  /** Names of columns; no parameters. */
  static final String BLANK_PADDED =
      """
      select attname from pg_attribute
      where attrelid = '${table}'::regclass and attnum > 0 and atttypid = 'bpchar'::regtype""";

  /** Parameters: keys. */
  private static final String IN_TARGET =
      """
      select case when e.${a_key} is not null then %s end, v.action_id
      from unnest(${key_values}) with ordinality as c (${key}, cdc_place)
        left join ${table} e on %s
        left join ${guard} v on ${v_is_c}
      order by c.cdc_place
      """;

  /** Parameters: keys, their versions in the target, the horizon's floor and snapshot. */
  private static final String IN_SOURCE =
      """
      with c as (
        select * from unnest(${key_values}, ?) with ordinality as c (${key}, cdc_version, cdc_place)),
      later as (
        select cdc_place, max(p.action_id) as newest, bool_or(p.action_id = cdc_version) as known,
          max(case when p.action <> 'DELETE' then %s end)
            filter (where p.action_id = cdc_version) as digest
        from c join ${capture} p on ${p_is_c}
        where p.action_id > ? and not pg_visible_in_snapshot(p.txid, ?::pg_snapshot)
        group by cdc_place),
      present as (
        select cdc_place, %s as digest from c join ${table} e on %s)
      select present.digest, later.newest, coalesce(later.known, false), later.digest
      from c left join present using (cdc_place) left join later using (cdc_place)
      order by cdc_place
      """;

  private KeySql() {}

  static String inTarget(RowSql rows, Set<String> padded) {
    return rows.of(IN_TARGET.formatted(rows.digest("e"), sameKey(rows, padded)));
  }

  static String inSource(RowSql rows, Set<String> padded) {
    return rows.of(IN_SOURCE.formatted(rows.digest("p"), rows.digest("e"), sameKey(rows, padded)));
  }

  /** Without a cast of the table's column, so that its index serves. */
  private static String sameKey(RowSql rows, Set<String> padded) {
    return rows.ofKey(column -> sameColumn(column, padded.contains(column.name())), " and ");
  }

  private static String sameColumn(Column column, boolean padded) {
    String sent = column.type().received("c." + column.sql());
    // Of other types than char, such as an enum, not every text is a value. Of texts there is no
    // cast.
    String cast = RowSql.isText(column) && !padded ? "::text" : "";
    return "e.%s%s = %s%s".formatted(column.sql(), cast, sent, padded ? "::bpchar" : "");
  }
}
