package io.employeecdc.consumer.target;

import io.employeecdc.consumer.apply.Target;
import io.employeecdc.contract.table.TableFit;
import io.employeecdc.runtime.database.Expectations;
import io.employeecdc.runtime.database.Query;
import io.employeecdc.runtime.failure.CdcException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is relied on in the target, so that every change can be written, and reads afterwards as it
 * was meant. Its administrators may add to the table what they like, but not change what is ours.
 */
public record TargetCheck(Target target) {
  private static final String TABLES =
      """
      from (select to_regclass('${table}') as written) t
        left join pg_class e on e.oid = written
      """;

  /** Of the table itself, which belongs to the user: set-up asks before it makes anything. */
  private static final List<String> OF_THE_TABLE =
      List.of(
          """
          case when e.relkind not in ('r', 'p') then
            '${table} is no table; check --target-url and its currentSchema'
          end
          """,
          """
          case when exists (select from pg_rewrite where ev_class = written and ev_type <> '1') then
            'rules on ${table} may turn our writes into others; drop them, or use triggers'
          end
          """,
          """
          case when e.relkind in ('r', 'p') and row_security_active(written) then
            'row level security hides rows of ${table} from ' || current_user
            || '; run: alter role ' || quote_ident(current_user) || ' bypassrls'
          end
          """,
          """
          (select string_agg(format('%s is unlogged, so a crash would empty it; run: alter table %1$s'
            || ' set logged', oid::regclass), E'\\n')
          from pg_class where relpersistence = 'u' and relkind = 'r'
            and (oid in (written, to_regclass('${ledger}'), to_regclass('${guard}'),
                to_regclass('${parked}'), to_regclass('${offsets}'))
              or oid in (select relation from ${tree})))
          """,
          """
          (select min(format('the partition %s of ${table} is no table of this server, so that no key of ${table} is possible;'
            || ' run: alter table %s detach partition %1$s; then ''cdc verify --repair''', relation::regclass, inhparent::regclass))
          from ${tree} join pg_class on oid = relation join pg_inherits on inhrelid = relation
          where relkind = 'f')
          """,
          """
          case when e.relkind in ('r', 'p') and not exists (
              select from pg_index where indrelid = written and indisunique and indimmediate
                and indisvalid and indpred is null and indexprs is null
                and (select array_agg(attname::text order by attname) from pg_attribute
                  where attrelid = written and attnum = any ((indkey::int2[])[0:indnkeyatts - 1]))
                  = array[${key_names}]) then
            '${table} needs a primary key of ${key} alone that is not deferrable; '
            || case when exists (select from pg_partitioned_table where partrelid = written
              and exists (select from unnest(partattrs::int2[]) place left join pg_attribute
                  on attrelid = written and attnum = place
                where attname is null or attname <> all (array[${key_names}])))
            then 'it is partitioned by something else, which allows none: make it anew, partitioned by'
              || ' ${key} or not at all'
            else 'run: ' || coalesce((select format('alter table ${table} drop constraint %I; ', conname)
              from pg_constraint where conrelid = written and contype = 'p'), '')
            || 'alter table ${table} add primary key (${key})' end
          end
          """);

  private static final String PUT_BACK =
      """
      case when obj_description(to_regclass('${offsets}'), 'pg_class')
          ~ format('^[0-9]+ %s$', to_regclass('${offsets}')::oid)
          and split_part(obj_description(to_regclass('${offsets}'), 'pg_class'), ' ', 1) <> written::oid::text then
        '${table} was made anew or put back since set-up, and may lack what was applied to the one before; run'
        || ' ''cdc setup'', then ''cdc verify --repair'''
      end
      """;

  /** What set-up makes. */
  private static final List<String> OF_SET_UP =
      List.of(
          Expectations.OUR_SESSION,
          """
          case when written is null then
            'there is no table ${table} in the search path ' || current_setting('search_path')
            || '; check --target-url, or run ''cdc setup'''
          end
          """,
          PUT_BACK,
          """
          (select string_agg(format('there is no table %s; run ''cdc setup''', name), E'\\n')
          from (values ('${ledger}'), ('${guard}'), ('${parked}'), ('${offsets}')) ours (name)
          where written is not null and to_regclass(name) is null)
          """,
          """
          (select min(format('%s on %s may keep what we write out of it; drop it, then run ''cdc verify --repair''', what, name))
          from (values ('${ledger}'), ('${guard}'), ('${parked}'), ('${offsets}')) ours (name), lateral (
            select format('the trigger %I', tgname) from pg_trigger
            where tgrelid = to_regclass(name) and tgtype & 3 = 3 and tgenabled in ('O', 'A')
            union all
            select format('the rule %I', rulename) from pg_rewrite where ev_class = to_regclass(name) and ev_type <> '1'
          ) others (what))
          """,
          """
          (select string_agg(format('%s has no column %I; run ''cdc setup''', ours, name), E'\\n')
          from (select '${parked}', name from unnest(array[${column_names}, 'cdc_id', 'cdc_known']) name
            union all values ('${guard}', 'cdc_version'), ('${offsets}', 'topic_id')) wanted (ours, name)
          where to_regclass(ours) is not null and not exists (
            select from pg_attribute
            where attrelid = to_regclass(ours) and attname = name and not attisdropped))
          """);

  /** All that does not hold, each with what to do; empty if everything does. */
  public List<String> broken(Connection connection) throws SQLException {
    return all().broken(connection);
  }

  /** How the table is not the one that changes were applied to, and what to do; empty if it is. */
  public List<String> alterations(Connection connection) throws SQLException {
    return new Expectations("target", target.sql(TABLES), List.of(target.sql(PUT_BACK)))
        .broken(connection);
  }

  /** What set-up cannot build on in the user's own table, each with what to do. */
  public List<String> ofTable(Connection connection) throws SQLException {
    return with(OF_THE_TABLE.stream()).broken(connection);
  }

  /** Triggers of the table's owners that may change or take out what is written. */
  public List<String> changingTriggers(Connection connection) throws SQLException {
    return Query.texts(
        connection,
        target.sql(
            """
            select tgname from pg_trigger
            where tgrelid = to_regclass('${table}') and not tgisinternal and tgenabled in ('O', 'A')
              and tgtype & 3 = 3 and tgtype & 20 <> 0
            order by 1"""));
  }

  /**
   * Checks everything, by one statement, as it is asked all the time.
   *
   * @throws CdcException with exit code 3 and what to do, if anything is not as it must be
   */
  public void verify() throws SQLException {
    try (Connection connection = target.connection()) {
      all().require(connection);
    }
  }

  private Expectations all() {
    return with(Stream.concat(OF_SET_UP.stream(), OF_THE_TABLE.stream()));
  }

  private Expectations with(Stream<String> findings) {
    List<String> sql = findings.map(target::sql).toList();
    return new Expectations("target", target.sql(TABLES), sql, new TableFit(target.versions()));
  }
}
