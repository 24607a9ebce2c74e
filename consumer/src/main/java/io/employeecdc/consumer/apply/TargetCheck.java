package io.employeecdc.consumer.apply;

import io.employeecdc.runtime.database.Expectations;
import io.employeecdc.runtime.failure.CdcException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/**
 * What is relied on in the target, so that every change can be written, and reads afterwards as it
 * was meant. Its administrators may add to the table what they like, but not change what is ours.
 */
public final class TargetCheck {
  private static final String TABLES =
      """
      from (select to_regclass('employees') as employees) t
        left join pg_class e on e.oid = employees
      """;

  /**
   * The contract's columns and their types. A text may be shorter: what is too long for it is a
   * dead letter.
   */
  private static final String COLUMNS =
      """
      (values ('emp_id', 'integer'), ('first_name', 'character varying(100)'),
        ('last_name', 'character varying(100)'), ('dob', 'date'),
        ('city', 'character varying(100)'), ('salary', 'integer')) wanted (name, type)
      """;

  /** Of the table itself, which belongs to the user: set-up asks before it makes anything. */
  private static final List<String> OF_THE_TABLE =
      List.of(
          """
          case when e.relkind not in ('r', 'p') then
            'employees is no table; check --target-url and its currentSchema'
          end
          """,
          """
          case when exists (select from pg_rewrite where ev_class = employees and ev_type <> '1') then
            'rules on employees may turn our writes into others; drop them, or use triggers'
          end
          """,
          """
          case when e.relkind in ('r', 'p') and row_security_active(employees) then
            'row level security hides rows of employees from ' || current_user
            || '; run: alter role ' || quote_ident(current_user) || ' bypassrls'
          end
          """,
          """
          case when e.relkind in ('r', 'p') and not exists (
              select from pg_index where indrelid = employees and indisunique and indimmediate
                and indisvalid and indpred is null and indexprs is null
                and indnkeyatts = 1 and indkey[0] = (select attnum from pg_attribute
                  where attrelid = employees and attname = 'emp_id')) then
            'employees needs a primary key of emp_id alone that is not deferrable; run: '
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
            when attgenerated <> '' then
              format('column %I of employees is generated, so nothing else can be written to it;'
                || ' run: alter table employees alter column %1$I drop expression', name)
            when attidentity = 'a' then
              format('column %I of employees is generated always as identity, so no value can be'
                || ' written to it; run: alter table employees alter column %1$I drop identity', name)
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
              where e.relkind in ('r', 'p') and (attname is null or attgenerated <> ''
                or attidentity = 'a'
                or not (format_type(atttypid, atttypmod) = type
                  or type like 'character varying%'
                    and atttypid in ('text'::regtype, 'varchar'::regtype))))
              """,
          """
          (select string_agg(format('column %I of employees is NOT NULL and we know no value for it;'
            || ' run: alter table employees alter column %1$I set default …', attname), E'\\n')
          from pg_attribute
          where attrelid = employees and attnum > 0 and not attisdropped and attnotnull
            and not atthasdef and attidentity = ''
            and attname not in (select name from
          """
              + COLUMNS
              + "))");

  /** What set-up makes. */
  private static final List<String> OF_SET_UP =
      List.of(
          Expectations.OUR_SESSION,
          """
          case when employees is null then
            'there is no table employees in the search path ' || current_setting('search_path')
            || '; check --target-url, or run ''cdc setup'''
          end
          """,
          """
          (select string_agg(format('there is no table %s; run ''cdc setup''', name), E'\\n')
          from (values ('processed_events'), ('employee_versions'), ('parked_changes'),
            ('applied_offsets')) ours (name)
          where employees is not null and to_regclass(name) is null)
          """);

  private static final Expectations TABLE = new Expectations("target", TABLES, OF_THE_TABLE);

  private static final Expectations SET_UP = new Expectations("target", TABLES, OF_SET_UP);

  private TargetCheck() {}

  /** What set-up cannot build on in the user's own table, each with what to do. */
  public static List<String> ofTable(Connection connection) throws SQLException {
    return TABLE.broken(connection);
  }

  /**
   * Checks everything.
   *
   * @throws CdcException with exit code 3 and what to do, if anything is not as it must be
   */
  public static void verify(DataSource target) throws SQLException {
    try (Connection connection = target.getConnection()) {
      SET_UP.require(connection);
      TABLE.require(connection);
    }
  }
}
