package io.employeecdc.setup;

import io.employeecdc.runtime.database.Expectations;
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

  /** The schema, and who is as mighty as its database anyway. */
  private static final String PLACE =
      """
      with recursive place as (
        select oid, nspname, nspacl, case nspowner when 'pg_database_owner'::regrole
            then (select datdba from pg_database where datname = current_database()) else nspowner end as owner
        from pg_namespace where nspname = ?),
      mighty as (
        select oid as role from pg_roles where rolsuper or rolname = current_user
        union select datdba from pg_database where datname = current_database())
      """;

  private static final String IN_THE_WAY =
      PLACE
          + """
      select 'its role is a superuser, and what set-up makes would run with its rights, as would what others'
        || ' have made there; work as another role: --%side-user'
      from pg_roles where rolname = current_user and rolsuper
      union all
      select format('everybody may make functions in its schema %1$I, and have them run by who sets up;'
        || ' run, as the owner of the schema: revoke create on schema %1$I from public', nspname)
      from place, aclexplode(nspacl) where grantee = 0 and privilege_type = 'CREATE'
      union all
      select format('its schema %1$I comes before all others because it is named as the role that sets up,'
        || ' and belongs to %2$s; if that is meant, run: alter schema %1$I owner to %1$I', nspname, owner::regrole)
      from place where nspname = current_user and owner not in (select role from mighty)
      union all
      select format('%I in its schema belongs to %I, and what triggers it has would run with other'
        || ' rights; if that was an earlier set-up, run: alter table %1$I owner to %3$I,'
        || ' and else drop it', relname, pg_get_userbyid(relowner), current_user)
      from pg_class join place on relnamespace = place.oid
      where relname in ('${history}', OURS)
        and pg_get_userbyid(relowner) <> current_user
      """
              .replace("OURS", Migrations.OURS);

  /** What may be meant so, and makes somebody as mighty as who sets up, or blind. */
  private static final String TRUSTED =
      PLACE
          + """
      , captured as (
        select pg_class.oid, relowner, relacl from pg_class join place on relnamespace = place.oid
        where relname = '${name}'),
      used (type) as (
        select atttypid from pg_attribute join captured on attrelid = captured.oid where attnum > 0
        union
        select case typtype when 'd' then typbasetype else typelem end from pg_type join used on type = oid)
      select format('%s owns the schema %I, and so may exchange what runs as %I', owner::regrole, nspname, current_user)
      from place where owner not in (select role from mighty)
      union all
      select format('%s may make functions in the schema %I, and have them run by who sets up; run:'
        || ' revoke create on schema %2$I from %1$s', grantee::regrole, nspname)
      from place, aclexplode(nspacl)
      where privilege_type = 'CREATE' and grantee not in (select 0 union select owner union select role from mighty)
        and grantee <> 'pg_database_owner'::regrole
      union all
      select format('%s owns the type %s of ${table}, and so may have casts and checks of his run by who reads and'
        || ' writes it, the triggers too; run: alter type %2$s owner to %3$s',
        typowner::regrole, format_type(pg_type.oid, null), relowner::regrole)
      from used join pg_type on type = pg_type.oid, captured
      where typowner not in (select role from mighty union select relowner from captured)
      union all
      select format('%s may put triggers of his own in the place of ours, and nothing is captured any more;'
        || ' run: revoke trigger on ${table} from %1$s',
        case grantee when 0 then 'public' else grantee::regrole::text end)
      from captured, aclexplode(relacl)
      where privilege_type = 'TRIGGER' and grantee <> relowner
      """;

  private OthersRights() {}

  /** Whom set-up has to trust; empty if nobody. */
  static List<String> trusted(Connection connection, Migrations of) throws SQLException {
    return ask(connection, of.sql(TRUSTED));
  }

  /** Each with what to do; empty if nothing is. */
  static List<String> inTheWay(Connection connection, Migrations of) throws SQLException {
    String question = of.sql(IN_THE_WAY);
    return ask(connection, question.replace("%side", of.database().side()));
  }

  /** Leaves the session's search path as it was. */
  private static List<String> ask(Connection connection, String question) throws SQLException {
    String place = Query.one(connection, TRUST_NOBODY, row -> row.getString(1));
    List<String> findings = Query.texts(connection, question, place);
    try (Statement statement = connection.createStatement()) {
      statement.execute("reset search_path");
    }
    return findings.stream().map(finding -> Expectations.runnable(finding, place)).toList();
  }
}
