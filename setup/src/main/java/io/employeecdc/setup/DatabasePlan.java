package io.employeecdc.setup;

import io.employeecdc.contract.table.Contract;
import io.employeecdc.producer.backfill.Backfill;
import io.employeecdc.runtime.database.Query;
import io.employeecdc.schematools.text.Templates;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;

/** What is found in one database and what set-up would do to it. Only asks. */
record DatabasePlan(Migrations migrations, Grants grants, boolean alterTables, boolean withSql) {
  private static final String FOUND =
      """
      select format('found database %I, schema %I, as %I: %s', current_database(), current_schema(),
        current_user, coalesce(
          (select format('table ${table} of %I, %s on disk', pg_get_userbyid(relowner),
              pg_size_pretty(pg_table_size(oid)))
            from pg_class where oid = to_regclass(format('%I.${table}', current_schema()))),
          'no table ${table}, which is to be made'))
      """;

  private static final String LOCK =
      "locks %s against writers, not readers (SHARE ROW EXCLUSIVE), until the transaction"
          + " ends, which is some milliseconds; waits for that half a second at a time";

  List<String> lines() {
    return migrations.database().with(this::lines);
  }

  private List<String> lines(Connection connection) throws SQLException {
    List<String> lines = new ArrayList<>();
    Contract contract = migrations.contract();
    try (Statement statement = connection.createStatement()) {
      lines.addAll(Query.texts(connection, migrations.sql(FOUND)));
      if (alterTables) {
        migrations.missing(connection).forEach(misfit -> lines.add("runs " + misfit.remedy()));
      }
      List<String> scripts = pending(connection);
      for (String script : scripts) {
        lines.add("migration " + script);
        if (withSql) {
          sql(script, connection.getSchema()).lines().forEach(line -> lines.add("  " + line));
        }
      }
      if (migrations.ofSource() && !scripts.isEmpty()) {
        lines.add(LOCK.formatted(contract.table()));
      }
      lines.addAll(grants.give(statement));
      if (migrations.ofSource()) {
        Backfill backfill = new Backfill(migrations.database().pool(), contract.versions(), 1);
        lines.add(backfill.rowsToSend() + " rows that are there are to be sent");
      }
      return lines;
    }
  }

  private List<String> pending(Connection connection) throws SQLException {
    try {
      Flyway flyway = migrations.flyway();
      return Stream.concat(
              Arrays.stream(flyway.info().pending()).map(MigrationInfo::getScript),
              migrations.again(connection, flyway).stream())
          .distinct()
          .toList();
    } catch (FlywayException e) {
      throw migrations.explain(e);
    }
  }

  /** As Flyway runs it. */
  private String sql(String script, String schema) {
    String file = "/db/" + migrations.database().side() + "/" + script;
    return migrations
        .sql(Templates.resource(file))
        .replace("${flyway:defaultSchema}", schema)
        .replace("${flyway:table}", migrations.history());
  }
}
