package io.employeecdc.producer.capture;

import io.employeecdc.runtime.database.Expectations;
import io.employeecdc.runtime.failure.CdcException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is relied on in the source, so that no change is lost, comes out of order or is another's.
 * Most of it any administrator may change at any time.
 */
public final class CaptureCheck {
  /**
   * The contract's columns and their types in PostgreSQL; a shorter text and a smallint fit too.
   */
  private static final String COLUMNS =
      """
      (values ('emp_id', 'integer'), ('first_name', 'character varying(100)'),
        ('last_name', 'character varying(100)'), ('dob', 'date'),
        ('city', 'character varying(100)'), ('salary', 'integer')) wanted (name, type)
      """;

  private static final String TABLES =
      """
      from (select to_regclass('employees') as employees, to_regclass('emp_cdc') as capture,
        to_regclass('emp_cdc_action_id_seq') as sequence) t
        left join pg_class e on e.oid = employees
        left join pg_class c on c.oid = capture
      """;

  private static final String TRIGGERS =
      """
      case when capture is not null and (
          select count(*) <> 5 from pg_trigger join pg_proc p on p.oid = tgfoid
          where tgrelid = employees and tgenabled = 'A' and tgqual is null
            and proname = case tgname when 'cdc_after_truncate' then 'cdc_truncated'
              else replace(tgname, 'cdc_', 'cdc_capture_') end
            and pronamespace = c.relnamespace) then
        'not all five triggers cdc_insert, cdc_update, cdc_delete, cdc_truncate and'
        || ' cdc_after_truncate on employees are enabled (ALWAYS), so changes would be lost;'
        || ' run ''cdc setup'', then ''cdc verify --repair'''
      end
      """;

  private static final String CAPTURE_TABLE =
      """
      case when capture is null then 'the source has no table emp_cdc; run ''cdc setup''' end
      """;

  /** Of the table itself, which belongs to the user: set-up asks before it makes anything. */
  private static final List<String> OF_THE_TABLE =
      List.of(
          """
          case
            when e.relispartition then
              'employees is a partition of '
              || (select inhparent::regclass from pg_inherits where inhrelid = employees)
              || ', whose rows come without its triggers; capture an ordinary table'
            when e.relkind = 'p' then
              'employees is partitioned, and what is written to a partition itself would be lost;'
              || ' capture an ordinary table'
            when e.relkind <> 'r' then
              'employees is no ordinary table; check --source-url and its currentSchema'
            when exists (select from pg_inherits where employees in (inhparent, inhrelid)) then
              'employees takes part in inheritance, so its rows may come and go without its triggers;'
              || ' capture a table of its own'
          end
          """,
          """
          case when e.relpersistence = 'u' then
            'employees is unlogged, so that a crash empties it and not the target;'
            || ' run: alter table employees set logged'
          end
          """,
          """
          case when e.relforcerowsecurity
              and not (select rolbypassrls or rolsuper from pg_roles where oid = e.relowner) then
            'row level security is forced on employees, so its triggers would not see all rows;'
            || ' run: alter table employees no force row level security'
          end
          """,
          """
          case when e.relkind = 'r' and not exists (
              select from pg_index where indrelid = employees and indisprimary and indimmediate
                and indkey::text = (select attnum::text from pg_attribute
                  where attrelid = employees and attname = 'emp_id')) then
            'the primary key of employees must be emp_id alone, and not deferrable; run: '
            || coalesce((select format('alter table employees drop constraint %I; ', conname)
              from pg_constraint where conrelid = employees and contype = 'p'), '')
            || 'alter table employees add primary key (emp_id)'
          end
          """,
          """
          (select string_agg(
            case when attname is null then
              format('employees has no column %I; run: alter table employees add column %1$I %s',
                name, type)
            else
              format('column %I of employees is %s, not %s;'
                || ' run: alter table employees alter column %1$I type %3$s',
                name, format_type(atttypid, atttypmod), type)
            end, E'\\n')
          from
          """
              + COLUMNS
              + """
                left join pg_attribute
                  on attrelid = employees and attname = name and attnum > 0 and not attisdropped
              where e.relkind = 'r' and (attname is null
                or not (format_type(atttypid, atttypmod) = type
                  or atttypid = 'int2'::regtype and type = 'integer'
                  or atttypid = 'varchar'::regtype and type like 'character varying%'
                    and atttypmod between 0 and 104)))
              """,
          """
          case when exists (select from pg_subscription_rel where srrelid = employees) then
            'employees receives rows by a logical replication subscription, whose writes fire no'
            || ' statement triggers, so its changes would be lost; capture them where they are made,'
            || ' or take employees out of the subscription''s publication'
          end
          """);

  /** What set-up makes, and nobody else is to change. */
  private static final List<String> OF_SET_UP =
      List.of(
          """
          case when employees is null then
            'there is no table employees in the search path ' || current_setting('search_path')
            || '; check --source-url, or run ''cdc setup'''
          end
          """,
          CAPTURE_TABLE,
          Expectations.OUR_SESSION,
          """
          case when c.relpersistence = 'u' then
            'emp_cdc is unlogged, so that a crash empties it; run: alter table emp_cdc set logged'
          end
          """,
          """
          case when capture is not null and not coalesce((
              select seqcache = 1 and seqincrement = 1 and not seqcycle
              from pg_sequence where seqrelid = sequence), false) then
            'the sequence emp_cdc_action_id_seq must have CACHE 1, INCREMENT 1 and NO CYCLE, or changes'
            || ' come out of order; run: ALTER SEQUENCE emp_cdc_action_id_seq'
            || ' INCREMENT 1 CACHE 1 NO CYCLE'
            || ', then start the producer once with --on-source-change continue'
          end
          """,
          TRIGGERS,
          """
          (select min(format('employees belongs to %s and the functions of its triggers to %s, so'
            || ' they must not trust it; run: alter table employees owner to %2$s',
            e.relowner::regrole, proowner::regrole))
          from pg_proc
          where proname like 'cdc\\_capture\\_%' and pronamespace = c.relnamespace
            and proowner <> e.relowner)
          """);

  private static final Expectations TABLE = new Expectations("source", TABLES, OF_THE_TABLE);

  private static final Expectations ALL =
      new Expectations(
          "source", TABLES, Stream.concat(OF_SET_UP.stream(), OF_THE_TABLE.stream()).toList());

  private static final String FOREIGN_TRIGGERS =
      """
      select format('%I on %s', tgname, tgrelid::regclass)
      from pg_trigger join pg_proc on pg_proc.oid = tgfoid
      where pronamespace = (select relnamespace from pg_class where oid = to_regclass('emp_cdc'))
        and (proname like 'cdc\\_capture\\_%' or proname = 'cdc_truncated')
        and (tgrelid is distinct from to_regclass('employees')
          or proname <> case tgname when 'cdc_after_truncate' then 'cdc_truncated'
            else replace(tgname, 'cdc_', 'cdc_capture_') end)
      order by 1
      """;

  private CaptureCheck() {}

  /**
   * Triggers that call our functions and are none of ours, each as {@code name on table}. They
   * capture nothing: on a table of the owner's they do nothing, on others every write is refused.
   */
  public static List<String> foreignTriggers(Connection connection) throws SQLException {
    List<String> triggers = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(FOREIGN_TRIGGERS)) {
      while (found.next()) {
        triggers.add(found.getString(1));
      }
    }
    return triggers;
  }

  /**
   * Checks everything.
   *
   * @throws CdcException with exit code 3 and what to do, if anything is not as it must be
   */
  public static void verify(Connection connection) throws SQLException {
    ALL.require(connection);
  }

  /** What set-up cannot build on in the user's own table, each with what to do. */
  public static List<String> ofTable(Connection connection) throws SQLException {
    return TABLE.broken(connection);
  }

  /** Whether all triggers are there and as they were made. */
  public static boolean captures(Connection connection) throws SQLException {
    return new Expectations("source", TABLES, List.of(TRIGGERS)).broken(connection).isEmpty();
  }

  /** Whether there is a capture table. */
  public static boolean isSetUp(Connection connection) throws SQLException {
    return new Expectations("source", TABLES, List.of(CAPTURE_TABLE)).broken(connection).isEmpty();
  }
}
