package io.employeecdc.operations.setup;

import io.employeecdc.contract.table.TableSql;
import io.employeecdc.runtime.database.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * What others may do in the schema that is set up. Set-up and the services name no schema in their
 * questions, so whoever makes a function or an operator there that fits better than PostgreSQL's
 * own has it run with their rights; and whoever owns one of our tables has his triggers on it run
 * by who writes to it.
 */
final class OthersRights {
  /** Until it is known whom to trust, nothing is found but PostgreSQL's own. */
  private static final String TRUST_NOBODY =
      "select pg_catalog.current_schema(),"
          + " pg_catalog.set_config('search_path'::text, 'pg_catalog'::text, false)";

  private static final String IN_THE_WAY =
      """
      with place as (select oid, nspname, nspacl from pg_namespace where nspname = ?)
      select format('everybody may make functions in its schema %1$I, and have them run by who sets up;'
        || ' run, as the owner of the schema: revoke create on schema %1$I from public', nspname)
      from place, aclexplode(nspacl) where grantee = 0 and privilege_type = 'CREATE'
      union all
      select format('%I in its schema belongs to %I, and what triggers it has would run with other'
        || ' rights; if that was an earlier set-up, run: alter table %1$I owner to %3$I,'
        || ' and else drop it', relname, pg_get_userbyid(relowner), current_user)
      from pg_class join place on relnamespace = place.oid
      where relname in ('${history}', %s)
        and pg_get_userbyid(relowner) <> current_user
      """
          .replace("%s)", Migrations.OURS + ")");

  /** What may be meant so, and makes somebody as mighty as who sets up, or blind. */
  private static final String TRUSTED =
      """
      with place as (
        select nspacl, format('%I', nspname) as name,
          case nspowner when 'pg_database_owner'::regrole
            then (select datdba from pg_database where datname = current_database())
            else nspowner end as owner
        from pg_namespace where nspname = current_schema())
      select format('%s owns the schema %s, and so may exchange what the triggers run as %I', owner::regrole,
        name, current_user)
      from place where not pg_has_role(current_user, owner, 'usage')
      union all
      select format('%s may make functions in the schema %s, and have them run by who sets up; run:'
        || ' revoke create on schema %2$s from %1$s', grantee::regrole, name)
      from place, aclexplode(nspacl)
      where privilege_type = 'CREATE' and grantee not in (0, owner, (select oid from pg_roles where rolname = current_user))
        and grantee <> 'pg_database_owner'::regrole
      union all
      select format('%s may put triggers of his own in the place of ours, and nothing is captured any more;'
        || ' run: revoke trigger on ${table} from %1$s',
        case grantee when 0 then 'public' else grantee::regrole::text end)
      from pg_class, aclexplode(relacl)
      where pg_class.oid = to_regclass('${table}') and privilege_type = 'TRIGGER'
        and grantee <> relowner
      """;

  private OthersRights() {}

  /** Whom set-up has to trust, of the source; empty if nobody. */
  static List<String> trusted(Connection source, TableSql sql) throws SQLException {
    return Query.texts(source, sql.of(TRUSTED));
  }

  /** Each with what to do; empty if nothing is. Leaves the session's search path as it was. */
  static List<String> inTheWay(Connection connection, TableSql sql) throws SQLException {
    String place = Query.one(connection, TRUST_NOBODY, row -> row.getString(1));
    List<String> findings = Query.texts(connection, sql.of(IN_THE_WAY), place);
    try (Statement statement = connection.createStatement()) {
      statement.execute("reset search_path");
    }
    return findings;
  }
}
