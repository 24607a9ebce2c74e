package io.employeecdc.consumer.apply;

import io.employeecdc.consumer.failure.Cause;
import io.employeecdc.contract.table.CapturedTable;
import io.employeecdc.runtime.database.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The constraints of the target's table, turned into questions about rows that are yet to be
 * written. The server composes their texts, so names are quoted as the server would.
 *
 * @param doubts asks, of arrays of the table's columns, the places of rows that would probably be
 *     refused, with the number of the reason; empty if no row would
 * @param reasons of the numbers from 1, all of which another row may cure; what only the row itself
 *     can cure has number 0
 * @param conflicts asks which parked change wants what a row holds: its id; the id of the change
 *     that is parked of this row, or null; a hash of this row's key, and the change that it is
 *     from. Null and 0 for the row where a newer parked change wants the same, with its id, or a
 *     parent is missing; empty if there is no such key
 * @param contested columns of unique keys, quoted, that may be null
 * @param mustStay whether a row must not go even for a moment: other tables refer to it, it has
 *     columns that we do not write, or a trigger is told when it goes
 */
public record Constraints(
    Optional<String> doubts,
    List<Cause> reasons,
    Optional<String> conflicts,
    List<String> contested,
    boolean mustStay) {
  /**
   * A row for each constraint: SQLSTATE, name, what is to be doubted of a row {@code r}, and who is
   * in conflict among parked changes {@code p}. What these cannot express (exclusion constraints,
   * indexes on expressions, triggers) is left out.
   */
  private static final String CATALOG =
      """
      with cols as (
        select attnum, attname, quote_ident(attname) as col, attnotnull, atttypmod, atttypid,
          format('p.%I::%s', attname, format_type(atttypid, -1)) as parked
        from pg_attribute
        where attrelid = '${table}'::regclass and not attisdropped
          and attname in (${column_names})),
      uniques as (
        select indexrelid::regclass as name, array_agg(col::text order by place) as keys,
          string_agg(format('e.%s = %s', col, parked), ' and ') as held,
          string_agg(parked, ', ') as wanted,
          string_agg(format('%s is not null', parked), ' and ') as wants,
          string_agg(format('r.%s', col), ', ') as rows,
          string_agg(format('r.%s is not null', col), ' and ') as given
        from pg_index
        cross join lateral unnest(indkey::int2[]) with ordinality k (attnum, place)
        left join cols using (attnum)
        where indrelid = '${table}'::regclass and indisunique and not indisprimary
          and indpred is null and indexprs is null and place <= indnkeyatts
        group by indexrelid having bool_and(col is not null)),
      parents as (
        select conname, confrelid::regclass as parent,
          string_agg(format('r.%s is not null', col), ' and ') as given,
          string_agg(format('f.%I = r.%s', f.attname, col), ' and ') as found,
          string_agg(format('%s is not null', parked), ' and ') as wants,
          string_agg(format('f.%I = %s', f.attname, parked), ' and ') as wanted
        from pg_constraint
        cross join lateral unnest(conkey, confkey) k (attnum, referenced)
        left join cols using (attnum)
        join pg_attribute f on f.attrelid = confrelid and f.attnum = referenced
        where conrelid = '${table}'::regclass and contype = 'f'
          and has_table_privilege(confrelid, 'select')
        group by pg_constraint.oid, conname, confrelid having bool_and(col is not null))
      select null as sqlstate, null as name, format('r.%s is null', col) as doubt, null as conflict
      from cols where attnotnull and attname not in (${late_names})
      union all
      select null, null, format('char_length(r.%s::text) > %s', col, atttypmod - 4), null from cols
      where atttypid in ('varchar'::regtype, 'bpchar'::regtype) and atttypmod > 4
      union all
      select null, null, format('not (%s)', pg_get_expr(conbin, conrelid)), null from pg_constraint
      where conrelid = '${table}'::regclass and contype = 'c'
        and conkey <@ (select array_agg(attnum) from cols)
      union all
      select '23505', (select relname from pg_class where oid = name),
        format('%1$s and (count(*) over (partition by %2$s) > 1'
          || ' or exists (select from ${table} e where (%3$s) = (%2$s) and not (${e_is_r})))',
          given, rows, (select string_agg('e.' || key, ', ') from unnest(keys) key)),
        format('select p.cdc_id, h.cdc_id, hashtext((${e_own})::text), v.action_id'
          || ' from ${parked} p join ${table} e on %s and not (${p_is_e})'
          || ' left join ${parked} h on ${h_is_e} left join ${guard} v on ${v_is_e}'
          || ' where not p.cdc_deleted union all select cdc_id, null::bigint, 0, newest from ('
          || 'select p.cdc_id, p.action_id, max(p.action_id) over (partition by %s) as newest'
          || ' from ${parked} p where not p.cdc_deleted and %s) p where action_id < newest',
          held, wanted, wants)
      from uniques
      union all
      select '23503', conname,
        format('%s and not exists (select from %s f where %s)', given, parent, found),
        format('select p.cdc_id, null::bigint, 0, 0::bigint from ${parked} p where not p.cdc_deleted and %s'
          || ' and not exists (select from %s f where %s)', wants, parent, wanted)
      from parents
      order by sqlstate nulls first, name""";

  /** One row: the columns that may be emptied, what must stay. */
  private static final String TABLE =
      """
      with cols as (
        select attnum, attname, attnotnull from pg_attribute
        where attrelid = '${table}'::regclass and not attisdropped
          and attname in (${column_names}))
      select array(select distinct quote_ident(attname) from cols join pg_index
                   on indrelid = '${table}'::regclass and indisunique and not indisprimary
                     and attnum = any (indkey) where not attnotnull order by 1)::text[],
             exists (select from pg_constraint where confrelid = '${table}'::regclass)
               or exists (select from pg_trigger
                          where tgrelid = '${table}'::regclass and not tgisinternal
                            and tgtype & 8 <> 0)
               or exists (select from pg_attribute a
                          where attrelid = '${table}'::regclass and attnum > 0
                            and not attisdropped and attgenerated = ''
                            and not exists (select from cols where cols.attnum = a.attnum))""";

  private static final String DOUBTS =
      """
      with r as (
        select ${c_row_typed}, cdc_place
        from unnest(${row_values}) with ordinality as c (${columns}, cdc_place))
      select cdc_place, reason from (select cdc_place, case
      """;

  private static final String END_OF_DOUBTS =
      " end as reason from r) as answer where reason is not null";

  /** Reads the constraints of the table, as this session sees it. */
  static Constraints of(Connection connection, CapturedTable table, ApplySql sql)
      throws SQLException {
    List<String> cases = new ArrayList<>();
    List<Cause> reasons = new ArrayList<>();
    List<String> conflicts = new ArrayList<>();
    Query.each(
        connection,
        sql.of(CATALOG),
        row -> {
          String sqlState = row.getString("sqlstate");
          if (sqlState != null) {
            reasons.add(reason(table, sqlState, row.getString("name")));
            conflicts.add(row.getString("conflict"));
          }
          int number = sqlState == null ? 0 : reasons.size();
          cases.add("when %s then %d".formatted(row.getString("doubt"), number));
        });
    return Query.one(
        connection,
        sql.of(TABLE),
        row ->
            new Constraints(
                cases.isEmpty()
                    ? Optional.empty()
                    : Optional.of(sql.of(DOUBTS) + String.join(" ", cases) + END_OF_DOUBTS),
                List.copyOf(reasons),
                conflicts.isEmpty()
                    ? Optional.empty()
                    : Optional.of(String.join(" union all ", conflicts)),
                List.of((String[]) row.getArray(1).getArray()),
                row.getBoolean(2)));
  }

  private static Cause reason(CapturedTable table, String sqlState, String constraint) {
    return Cause.of(sqlState)
        .naming(Optional.of(table.names().table()), Optional.empty(), Optional.of(constraint));
  }
}
