package io.employeecdc.pipeline.setup;

import io.employeecdc.contract.table.TableSql;
import io.employeecdc.runtime.database.DatabaseSettings;
import io.employeecdc.runtime.database.Query;
import io.employeecdc.runtime.database.SqlState;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * What takes back, in one database, all that set-up has made there, and nothing else: the user's
 * table and its rows stay. Nothing is removed with CASCADE, so what somebody has built on ours is
 * in the way, by PostgreSQL's own message.
 */
record Teardown(Migrations migrations, Grants grants) {
  private static final String IS_THERE = "select to_regclass('${history}') is not null";

  /** Where set-up has not come so far, what has our names is not ours. */
  private static final String MADE =
      "select exists (select from ${history} where version = '2' and success)";

  private static final String REMOVALS =
      """
      with place as (select oid from pg_namespace where nspname = current_schema())
      select format('drop trigger %I on %s', tgname, tgrelid::regclass)
      from pg_trigger join pg_proc p on p.oid = tgfoid join place on pronamespace = place.oid
        join pg_class c on c.oid = tgrelid
      where proname in (FUNCTIONS) and pg_get_userbyid(relowner) = current_user
      union all
      select format('drop function %s', p.oid::regprocedure)
      from pg_proc p join place on pronamespace = place.oid
      where proname in (FUNCTIONS)
      union all
      select format('drop %s %I', case relkind when 'S' then 'sequence' else 'table' end, relname)
      from pg_class join place on relnamespace = place.oid
      where relkind in ('r', 'S') and relname in (OURS)
      """
          .replace("FUNCTIONS", Migrations.FUNCTIONS)
          .replace("OURS", Migrations.OURS);

  /**
   * What is to be executed; empty if nothing is there.
   *
   * @throws CdcException with exit code 3, where others may have what we ask run their code
   */
  List<String> statements() {
    DatabaseSettings database = migrations.database();
    TableSql sql = migrations.contract().sql();
    try (Connection connection = LockTries.connections(database).getConnection()) {
      List<String> untrusted = OthersRights.inTheWay(connection, sql);
      if (!untrusted.isEmpty()) {
        throw CdcException.listing(
            ErrorCode.DATABASE_NOT_SET_UP,
            "nothing was removed from the %s database (%s):".formatted(database.side(), database),
            untrusted);
      }
      List<String> statements = new ArrayList<>();
      if (isTrue(connection, sql.of(IS_THERE))) {
        if (isTrue(connection, sql.of(MADE))) {
          statements.addAll(Query.texts(connection, sql.of(REMOVALS)));
        }
        statements.add("drop table " + migrations.history());
        statements.addAll(grants.takeBack(connection));
      }
      return statements;
    } catch (SQLException e) {
      throw SqlState.fatal(database, e);
    }
  }

  private static boolean isTrue(Connection connection, String question) throws SQLException {
    return Query.one(connection, question, row -> row.getBoolean(1));
  }
}
