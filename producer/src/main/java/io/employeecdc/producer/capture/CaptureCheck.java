package io.employeecdc.producer.capture;

import io.employeecdc.contract.table.RowVersions;
import io.employeecdc.contract.table.TableFit;
import io.employeecdc.contract.table.TableSql;
import io.employeecdc.runtime.database.Expectations;
import io.employeecdc.runtime.database.Query;
import io.employeecdc.runtime.database.SqlState;
import io.employeecdc.runtime.failure.CdcException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is relied on in the source, so that no change is lost, comes out of order or is another's.
 * Most of it any administrator may change at any time.
 */
public final class CaptureCheck {
  private static final String TABLES =
      """
      from (select to_regclass('${table}') as captured, to_regclass('${capture}') as capture,
        to_regclass('${capture}_action_id_seq') as sequence) t
        left join pg_class e on e.oid = captured
        left join pg_class c on c.oid = capture
      """;

  private static final String TRIGGERS =
      """
      case when capture is null then null
      when exists (
          select from pg_trigger
          where tgrelid = captured and tgname = '${objects}_insert'
            and obj_description(oid, 'pg_trigger') is distinct from (
              select captured::oid || ' ' || capture::oid || ' '
                || string_agg(relation::text, ',' order by relation)
              from ${tree} where e.relkind = 'p')) then
        'partitions of ${table} have come or gone, and their rows were not captured; run ''cdc setup'', then'
        || ' ''cdc verify --repair'' (or call ${objects}_capture_partitions() where they come and go)'
      when exists (
          select from ${tree} where 5 <> (
            select count(*) from pg_trigger join pg_proc p on p.oid = tgfoid
            where tgrelid = relation and tgenabled = 'A' and tgqual is null
              and proname = case tgname when '${objects}_after_truncate' then '${objects}_truncated'
                else replace(tgname, '${objects}_', '${objects}_capture_') end
              and pronamespace = c.relnamespace)) then
        'not all five triggers ${objects}_insert, ${objects}_update, ${objects}_delete, ${objects}_truncate and'
        || ' ${objects}_after_truncate on ${table} are enabled (ALWAYS), so changes would be lost;'
        || ' run ''cdc setup'', then ''cdc verify --repair'''
      else (
          select min(case kind when 'before' then
            format('the triggers on %s are of an older build; run ''cdc setup''', relation::regclass) else format(case kind
              when 'triggers' then 'the triggers on %s or their functions were altered'
              when 'where' then 'the partition %s was detached'
              when 'name' then 'the table %s had another name, schema or owner'
              else 'a column of %s was made anew, or got another type, expression or names of its values,'
              end || ' since set-up, and what that may have changed was not captured; run ''cdc setup'','
            || ' then ''cdc verify --repair''', relation::regclass) end)
          from ${tree} join pg_trigger on tgrelid = relation and tgname = '${objects}_truncate',
            lateral coalesce(obj_description(pg_trigger.oid, 'pg_trigger'), '') made,
            lateral (
              select case made when '' then 'before' else max(kind) end
              from ${state}
              where strpos(made, format(E'\\n%s %s ', kind, name)) > 0 and (kind, value) <> ('column', 'apart')
                and strpos(made, format(E'\\n%s %s %s\\n', kind, name, value)) = 0
              having made = '' or count(*) > 0) altered (kind))
      end
      """;

  private static final String CAPTURE_TABLE =
      """
      case when capture is null then 'the source has no table ${capture}; run ''cdc setup''' end
      """;

  /** Of the table itself, which belongs to the user: set-up asks before it makes anything. */
  private static final List<String> OF_THE_TABLE =
      List.of(
          """
          case
            when e.relispartition then
              '${table} is a partition of '
              || (select inhparent::regclass from pg_inherits where inhrelid = captured)
              || ', whose rows come without its triggers; capture an ordinary table'
            when e.relkind not in ('r', 'p') then
              '${table} is no ordinary table; check --source-url and its currentSchema'
            when e.relkind = 'r' and exists (select from pg_inherits where captured in (inhparent, inhrelid)) then
              '${table} takes part in inheritance, so its rows may come and go without its triggers;'
              || ' capture a table of its own (alter table … no inherit ends it; then ''cdc verify --repair'')'
          end
          """,
          """
          (select min(format('the partition %s of ${table} is no table of this server, and can have no triggers; capture another'
            || ' table, or run: alter table %s detach partition %1$s', relation::regclass, inhparent::regclass))
          from ${tree} join pg_class on oid = relation join pg_inherits on inhrelid = relation
          where relkind not in ('r', 'p') and e.relkind = 'p')
          """,
          """
          (select min(format('the partition %s of ${table} belongs to another role; run: alter table %1$s owner to %s',
            relation::regclass, e.relowner::regrole))
          from ${tree} join pg_class on oid = relation where relowner <> e.relowner)
          """,
          """
          (select min(format('%s is unlogged, so that a crash empties it and not the target;'
            || ' run: alter table %1$s set logged', relation::regclass))
          from ${tree} join pg_class on oid = relation where relpersistence = 'u')
          """,
          """
          (select min(format('row level security is forced on %s, so its triggers would not see all rows;'
            || ' run: alter table %1$s no force row level security', relation::regclass))
          from ${tree} join pg_class p on p.oid = relation join pg_roles owner on owner.oid = relowner
          where relforcerowsecurity and not (rolbypassrls or rolsuper))
          """,
          """
          case when e.relkind in ('r', 'p') and not exists (
              select from pg_index where indrelid = captured and indisprimary and indimmediate
                and (select array_agg(attname::text order by attname) from pg_attribute
                  where attrelid = captured and attnum = any (indkey::int2[]))
                  = array[${key_names}]) then
            'the primary key of ${table} must be ${key} alone, and not deferrable; run: '
            || coalesce((select format('alter table ${table} drop constraint %I; ', conname)
              from pg_constraint where conrelid = captured and contype = 'p'), '')
            || 'alter table ${table} add primary key (${key})'
          end
          """,
          """
          case when exists (select from ${tree} join pg_subscription_rel on srrelid = relation) then
            '${table} receives rows by a logical replication subscription, whose writes fire no'
            || ' statement triggers, so its changes would be lost; capture them where they are made,'
            || ' or take ${table} out of the publication, then run: alter subscription … refresh publication;'
            || ' what it wrote meanwhile is found by ''cdc verify --repair'''
          end
          """);

  /** What set-up makes, and nobody else is to change. */
  private static final List<String> OF_SET_UP =
      List.of(
          """
          case when captured is null then
            'there is no table ${table} in the search path ' || current_setting('search_path')
            || '; check --source-url, or run ''cdc setup'''
          end
          """,
          CAPTURE_TABLE,
          Expectations.OUR_SESSION,
          """
          (select string_agg(format('${capture} has no column %I; run ''cdc setup''', name), '; ')
          from unnest(array['cdc_version', ${captured_names}]) name
          where capture is not null and not exists (
            select from pg_attribute
            where attrelid = capture and attname = name and not attisdropped))
          """,
          """
          (select min(format('the source has no %s, which set-up made; run ''cdc setup''', name))
          from unnest(array['${objects}_columns', '${objects}_backfill', '${objects}_statement']) name
          where capture is not null and to_regclass(name) is null)
          """,
          """
          case
            when has_table_privilege(capture, 'select')
                and not has_table_privilege(to_regclass('${objects}_columns')::oid, 'select') then
              'the role ' || current_user || ' may not read ${objects}_columns, which says what older triggers captured;'
              || ' run ''cdc setup'' with --producer-role, or run: grant select on ${objects}_columns to '
              || quote_ident(current_user)
          end
          """,
          """
          case when c.relpersistence = 'u' then
            '${capture} is unlogged, so that a crash empties it; run: alter table ${capture} set logged'
          end
          """,
          """
          case when capture is not null and not coalesce((
              select seqcache = 1 and seqincrement = 1 and not seqcycle
              from pg_sequence where seqrelid = sequence), false) then
            'the sequence ${capture}_action_id_seq must have CACHE 1, INCREMENT 1 and NO CYCLE, or changes'
            || ' come out of order; run: ALTER SEQUENCE ${capture}_action_id_seq'
            || ' INCREMENT 1 CACHE 1 NO CYCLE'
            || ', then start the producer once with --on-source-change continue; if it ends with CDC-703, some came'
            || ' out of order already: see ''A source that went back'' in the runbook'
          end
          """,
          """
          (select min(format('%s on ${capture} may keep changes out of it; drop it, then run ''cdc verify --repair''', what))
          from (
            select format('the trigger %I', tgname) from pg_trigger
            where tgrelid = capture and tgtype & 7 = 7 and tgenabled <> 'D'
            union all
            select format('the rule %I', rulename) from pg_rewrite where ev_class = capture and ev_type <> '1') others (what))
          """,
          """
          (select min(format('${table} belongs to %s and the functions of its triggers to %s, so'
            || ' they must not trust it; run: alter table ${table} owner to %2$s',
            e.relowner::regrole, proowner::regrole))
          from pg_trigger join pg_proc p on p.oid = tgfoid
          where tgrelid = captured and starts_with(proname::text, '${objects}_capture_')
            and pronamespace = c.relnamespace and proowner <> e.relowner)
          """,
          TRIGGERS);

  private static final String FOREIGN_TRIGGERS =
      """
      select format('%I on %s', tgname, tgrelid::regclass)
      from pg_trigger join pg_proc on pg_proc.oid = tgfoid
      where pronamespace = (select relnamespace from pg_class where oid = to_regclass('${capture}'))
        and (starts_with(proname::text, '${objects}_capture_') or proname = '${objects}_truncated')
        and (tgrelid is distinct from to_regclass('${table}')
            and tgrelid not in (select relation from ${tree})
          or proname <> case tgname when '${objects}_after_truncate' then '${objects}_truncated'
            else replace(tgname, '${objects}_', '${objects}_capture_') end)
      order by 1
      """;

  private final TableSql sql;
  private final TableFit fit;
  private final Expectations all;
  private final Expectations withChanges;
  private final CopiedChanges copied;

  public CaptureCheck(RowVersions versions) {
    this.sql = new TableSql(versions);
    this.fit = new TableFit(versions.table());
    this.copied = new CopiedChanges(new TableSql(versions.table()));
    List<String> findings = Stream.of(OF_THE_TABLE, OF_SET_UP).flatMap(List::stream).toList();
    this.all = new Expectations("source", sql.of(TABLES), sqls(findings), fit);
    this.withChanges =
        new Expectations("source", sql.of(TABLES), sqls(findings), fit, copied.atBothEnds());
  }

  /**
   * Triggers that call our functions and are none of ours, each as {@code name on table}. They
   * capture nothing: on a table of the owner's they do nothing, on others every write is refused.
   */
  public List<String> foreignTriggers(Connection connection) throws SQLException {
    return Query.texts(connection, sql.of(FOREIGN_TRIGGERS));
  }

  /**
   * Checks everything.
   *
   * @throws CdcException with exit code 3 and what to do, if anything is not as it must be
   */
  public void verify(Connection connection) throws SQLException {
    all.require(connection);
  }

  /** All that does not hold, each with what to do; empty if everything does. */
  public List<String> broken(Connection connection) throws SQLException {
    return all.broken(connection);
  }

  /**
   * Checks everything, and that no changes of another server have come, by one statement, as it is
   * asked all the time.
   *
   * @throws CdcException with exit code 3 or 7 and what to do, if anything is not as it must be
   */
  public void verify(Connection connection, Position after) throws SQLException {
    Expectations.Answers answers;
    try {
      answers = withChanges.ask(connection, copied.marks(after));
    } catch (SQLException e) {
      // Without a capture table it is no question; the others say so.
      if (SqlState.of(e) == SqlState.SYSTEMIC) {
        verify(connection);
      }
      throw e;
    }
    Expectations.require(answers.broken());
    copied.refuse(answers.beside().get(0));
    copied.seen(after);
  }

  /** What set-up cannot build on in the user's own table, each with what to do. */
  public List<String> ofTable(Connection connection) throws SQLException {
    return new Expectations("source", sql.of(TABLES), sqls(OF_THE_TABLE), fit).broken(connection);
  }

  /**
   * How the triggers are not as they were made, so that changes may not have been captured, and
   * what to do; empty if they are.
   */
  public List<String> alterations(Connection connection) throws SQLException {
    return broken(connection, List.of(TRIGGERS));
  }

  /** Whether there is a capture table. */
  public boolean isSetUp(Connection connection) throws SQLException {
    return broken(connection, List.of(CAPTURE_TABLE)).isEmpty();
  }

  private List<String> broken(Connection connection, List<String> findings) throws SQLException {
    return new Expectations("source", sql.of(TABLES), sqls(findings)).broken(connection);
  }

  private List<String> sqls(List<String> findings) {
    return findings.stream().map(sql::of).toList();
  }
}
