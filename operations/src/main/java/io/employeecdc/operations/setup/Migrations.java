package io.employeecdc.operations.setup;

import io.employeecdc.consumer.apply.Target;
import io.employeecdc.consumer.target.TargetCheck;
import io.employeecdc.contract.table.Column;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.contract.table.TableFit;
import io.employeecdc.producer.capture.CaptureCheck;
import io.employeecdc.producer.capture.UnsayableRows;
import io.employeecdc.runtime.database.DatabaseSettings;
import io.employeecdc.runtime.database.Query;
import io.employeecdc.runtime.database.SqlState;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.output.MigrateResult;

/**
 * Brings a database to the newest version of its tables, all in one transaction. What migrations
 * make belongs to who runs them, and triggers run with the rights of their functions' owner: so
 * that is no superuser, and in the source the owner of the table, who decides its columns' types.
 */
record Migrations(DatabaseSettings database, Contract contract) {
  static final String CAPTURE = "R__capture.sql";

  private static final String IN_SOURCE =
      "'${capture}', '${objects}_columns', '${objects}_backfill', '${objects}_statement'";

  private static final String IN_TARGET = "'${guard}', '${ledger}', '${parked}', '${offsets}'";

  /** The tables and the sequence that it makes in either database, as a list in SQL. */
  static final String OURS = IN_SOURCE + ", " + IN_TARGET;

  static final String FUNCTIONS =
      "'${objects}_capture_insert', '${objects}_capture_update', '${objects}_capture_delete',"
          + " '${objects}_capture_truncate', '${objects}_truncated', '${objects}_written_before',"
          + " '${objects}_capture_partitions', '${objects}_capture_is_ours'";

  private static final String CREATE = "create table ${table} (${definition})";

  private static final String LACKING_TYPES =
      """
      select format('there is no type %s, of which column %s of ${table} would be made; make it first', type, name)
      from unnest(?::text[], ?::text[]) as wanted (name, type)
      where to_regtype(type) is null
      """;

  /** What would be taken for ours, be replaced, and be removed by teardown. */
  private static final String TAKEN =
      """
      select format('the %%s has a name that set-up needs, and no set-up of ours has made it; rename or drop it', what)
      from (
        select case relkind when 'S' then 'sequence ' else 'table ' end || relname from pg_class
        where relnamespace = current_schema()::regnamespace and relname in (%s)
        union all
        select 'function ' || p.oid::regprocedure from pg_proc p
        where pronamespace = current_schema()::regnamespace and proname in (%s)
        union all
        select 'trigger ' || tgname || ' on ${table}' from pg_trigger
        where tgrelid = to_regclass('${table}') and tgname in (%s)) taken (what)
      where to_regclass('${history}') is null
      order by what
      """;

  private static final String ROLE =
      """
      select current_schema(), current_user, pg_get_userbyid(relowner) as owner
      from (select) this
        left join pg_class on oid = to_regclass(quote_ident(current_schema()) || '.${table}')
      """;

  /** So that a table that is put back or made anew, alone, is not taken for the one applied to. */
  private static final String REMEMBER =
      """
      do $$ declare
        these text := format('%s %s', '${table}'::regclass::oid, '${offsets}'::regclass::oid);
      begin
        if these is distinct from obj_description('${offsets}'::regclass, 'pg_class') then
          execute format('comment on table ${offsets} is %L', these);
        end if;
      end $$
      """;

  /** The advice of both checks where changes may have been missed. */
  private static final String TO_HEAL = "run 'cdc setup', then 'cdc verify --repair'";

  private static final String HEALS = "once the services run: 'cdc verify --repair'";

  private static final String TO_MAKE = "run 'cdc setup'";

  private static final Pattern UNQUOTABLE = Pattern.compile("[\"'\\\\$]");

  /** What is in the way of set-up, each with what to do; empty if nothing is. Makes nothing. */
  List<String> findings(Grants grants, boolean createTables, boolean alterTables) {
    try (Connection connection = LockTries.connections(database).getConnection();
        Statement statement = connection.createStatement()) {
      Findings findings = new Findings(database);
      OthersRights.inTheWay(connection, contract.sql(), database.side())
          .forEach(what -> findings.add(true, what));
      if (!findings.all().isEmpty()) {
        // Until that is mended, every question that names no schema may run somebody else's code.
        return findings.all();
      }
      ResultSet found = statement.executeQuery(contract.sql().of(ROLE));
      found.next();
      String role = found.getString("current_user");
      String schema = found.getString("current_schema");
      String owner = found.getString("owner");
      // Flyway puts the names into statements of its own and into our functions, and escapes
      // nothing.
      findings.add(schema == null, "no schema of the search_path exists; check --%s-url");
      findings.add(
          schema != null && UNQUOTABLE.matcher(schema).find(),
          "the migrations cannot work in a schema with a quote, \\ or $ in its name; check --%s-url");
      findings.add(
          role.contains("'"),
          "the migrations cannot run as a role with a quote in its name; check --%s-user");
      findings.add(
          owner == null && !createTables,
          "there is no table "
              + contract.table()
              + " in its schema "
              + schema
              + "; check --%s-url, or let set-up make an empty one: --create-tables");
      findings.add(
          owner != null && !owner.equals(role) && database.side().equals("source"),
          contract.table()
              + " belongs to another role than the one that sets up; set up as its owner: --%s-user");
      grants.missingRoles(connection).forEach(what -> findings.add(true, what));
      boolean source = database.side().equals("source");
      if (owner == null && createTables) {
        lackingTypes(connection).forEach(what -> findings.add(true, what));
      }
      if (owner == null && createTables && findings.all().isEmpty()) {
        // Made, judged and taken back: whether its types are there, only the database knows.
        connection.setAutoCommit(false);
        statement.execute(
            contract.sql().of(source ? CREATE : CREATE.replace("definition", "copy_definition")));
      }
      takenNames(connection, source).forEach(what -> findings.add(true, what));
      findings.all().addAll(source ? capture().ofTable(connection) : target().ofTable(connection));
      if (!connection.getAutoCommit()) {
        connection.rollback();
        connection.setAutoCommit(true);
      }
      if (alterTables) {
        missing(connection)
            .forEach(
                misfit -> findings.all().remove("the %s: %s".formatted(database.side(), misfit)));
      }
      if (source && findings.all().isEmpty()) {
        findings.all().addAll(new UnsayableRows(contract.versions()).of(connection));
      }
      return findings.all();
    } catch (SQLException e) {
      throw SqlState.fatal(database, e);
    }
  }

  private List<String> lackingTypes(Connection connection) throws SQLException {
    List<Column> columns = contract.table().all();
    return Query.texts(
        connection,
        contract.sql().of(LACKING_TYPES),
        columns.stream().map(Column::sql).toArray(String[]::new),
        columns.stream().map(Column::declaredType).toArray(String[]::new));
  }

  private List<String> takenNames(Connection connection, boolean source) throws SQLException {
    String taken =
        source
            ? TAKEN.formatted(IN_SOURCE + ", '${capture}_action_id_seq'", FUNCTIONS, "${triggers}")
            : TAKEN.formatted(IN_TARGET, "''", "''");
    return Query.texts(connection, contract.sql().of(taken));
  }

  /** The columns that the user's own table lacks, each with the statement that adds it. */
  List<TableFit.Misfit> missing(Connection connection) throws SQLException {
    List<TableFit.Misfit> misfits =
        database.side().equals("source")
            ? capture().misfits(connection)
            : target().misfits(connection);
    return misfits.stream().filter(TableFit.Misfit::missing).toList();
  }

  private CaptureCheck capture() {
    return new CaptureCheck(contract.versions());
  }

  private TargetCheck target() {
    return new TargetCheck(new Target(LockTries.connections(database), contract.versions()));
  }

  private record Findings(DatabaseSettings database, List<String> all) {
    Findings(DatabaseSettings database) {
      this(database, new ArrayList<>());
    }

    void add(boolean bad, String what) {
      if (bad) {
        String side = database.side();
        all.add(
            "the %s database (%s): %s"
                .formatted(side, database, what.replace("--%s", "--" + side)));
      }
    }
  }

  String apply(LockTries locks) {
    AtomicReference<String> happened = new AtomicReference<>();
    locks.run(database, false, () -> happened.set(apply()));
    return happened.get();
  }

  private String apply() throws SQLException {
    DataSource connections = LockTries.connections(database);
    Flyway flyway = flyway(connections);
    try {
      // Files of ours have been put together; a history that knows the older ones is brought up to
      // date.
      flyway.repair();
      forget(connections, flyway);
      MigrateResult result = flyway.migrate();
      if (!database.side().equals("source")) {
        remember(connections);
      }
      String version = flyway.info().current().getVersion().getVersion();
      return result.migrationsExecuted == 0
          ? "tables are at version " + version
          : "%d %s applied, tables are at version %s"
              .formatted(
                  result.migrationsExecuted,
                  result.migrationsExecuted == 1 ? "migration" : "migrations",
                  version);
    } catch (FlywayException e) {
      throw explain(e);
    }
  }

  Flyway flyway(DataSource connections) {
    return Flyway.configure()
        .dataSource(connections)
        .locations("classpath:db/" + database.side())
        .failOnMissingLocations(true)
        .placeholders(contract.sql().placeholders())
        .table(history())
        .baselineOnMigrate(true)
        .baselineVersion("0")
        .group(true)
        .load();
  }

  private void remember(DataSource connections) throws SQLException {
    try (Connection connection = connections.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(contract.sql().of(REMEMBER));
    }
  }

  /** Flyway makes again what somebody removed if it does not know that it made it. */
  private void forget(DataSource connections, Flyway flyway) throws SQLException {
    try (Connection connection = connections.getConnection()) {
      for (String script : again(connection, flyway)) {
        int unused =
            Query.update(connection, "delete from " + history() + " where script = ?", script);
      }
    }
  }

  /** Scripts that have run, and run again as something that they make is not there as it was. */
  List<String> again(Connection connection, Flyway flyway) throws SQLException {
    if (!gone(connection, flyway).isEmpty()) {
      return Arrays.stream(flyway.info().applied())
          .map(MigrationInfo::getScript)
          .filter(script -> script.endsWith(".sql"))
          .toList();
    }
    return isCaptureBroken(connection) ? List.of(CAPTURE) : List.of();
  }

  /** What set-up has made and is not there, in a database that lacks no newer migration. */
  private List<String> gone(Connection connection, Flyway flyway) throws SQLException {
    if (flyway.info().current() == null
        || Arrays.stream(flyway.info().pending()).anyMatch(one -> one.getVersion() != null)) {
      return List.of();
    }
    boolean source = database.side().equals("source");
    List<String> broken =
        new ArrayList<>(source ? capture().broken(connection) : target().broken(connection));
    if (source) {
      broken.removeAll(capture().alterations(connection));
    }
    return broken.stream().filter(what -> what.endsWith(TO_MAKE)).toList();
  }

  /** Not Flyway's default name, which the database's owner may use for migrations of their own. */
  String history() {
    return contract.table().names().history();
  }

  private boolean isCaptureBroken(Connection connection) throws SQLException {
    return database.side().equals("source")
        && capture().isSetUp(connection)
        && !capture().alterations(connection).isEmpty();
  }

  /** What set-up goes on in spite of. */
  List<String> warnings() {
    try (Connection connection = LockTries.connections(database).getConnection()) {
      List<String> found = new ArrayList<>();
      for (String trusted : OthersRights.trusted(connection, contract.sql())) {
        found.add("in the %s %s".formatted(database.side(), trusted));
      }
      found.addAll(lossesToHeal(connection));
      return found;
    } catch (SQLException e) {
      throw SqlState.fatal(database, e);
    }
  }

  /**
   * What set-up mends and only a repair heals: changes may have been lost, which nobody sees once
   * it is mended.
   */
  private List<String> lossesToHeal(Connection connection) throws SQLException {
    List<String> found = List.of();
    if (!database.side().equals("source")) {
      found = target().alterations(connection);
    } else if (capture().isSetUp(connection)) {
      found = capture().alterations(connection);
    }
    Stream<String> gone =
        gone(connection, flyway(LockTries.connections(database))).stream()
            .map(what -> what.replace(TO_MAKE, "set-up makes it anew, empty; " + HEALS));
    return Stream.concat(
            found.stream()
                .filter(what -> what.contains(TO_HEAL))
                .map(what -> what.replace(TO_HEAL, "set-up mends that; " + HEALS)),
            gone)
        .toList();
  }

  /** What is wrong with the migrations themselves; what the database refuses is thrown. */
  CdcException explain(FlywayException failure) throws SQLException {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        throw sql;
      }
    }
    return new CdcException(
        ExitCode.CONFIGURATION,
        "the migrations of the %s database (%s) do not fit: %s"
            .formatted(database.side(), database, failure.getMessage()),
        failure);
  }
}
