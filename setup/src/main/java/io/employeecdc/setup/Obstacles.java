package io.employeecdc.setup;

import io.employeecdc.contract.table.Column;
import io.employeecdc.producer.capture.UnsayableRows;
import io.employeecdc.runtime.database.Query;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What is in the way of set-up in a database, each with what to do. Makes nothing. */
record Obstacles(Migrations migrations, List<String> found) {
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

  private static final Pattern UNQUOTABLE = Pattern.compile("[\"'\\\\$]");

  /** All at once; empty if nothing is in the way. */
  static List<String> of(Migrations migrations, Grants grants, SetupSettings settings) {
    Obstacles obstacles = new Obstacles(migrations, new ArrayList<>());
    return migrations
        .database()
        .with(
            connection -> {
              OthersRights.inTheWay(connection, migrations).forEach(obstacles::add);
              // Until that is mended, a question that names no schema may run others' code.
              if (obstacles.found.isEmpty()) {
                obstacles.ask(connection, grants, settings);
              }
              return obstacles.found;
            });
  }

  private void ask(Connection connection, Grants grants, SetupSettings settings)
      throws SQLException {
    boolean make = !isTableThere(connection, settings.createTables()) && settings.createTables();
    grants.missingRoles(connection).forEach(this::add);
    if (make) {
      lackingTypes(connection).forEach(this::add);
    }
    boolean made = make && found.isEmpty();
    if (made) {
      // Made, judged and taken back: whether its types are there, only the database knows.
      connection.setAutoCommit(false);
      create(connection);
    }
    takenNames(connection).forEach(this::add);
    found.addAll(
        migrations.ofSource()
            ? migrations.capture().ofTable(connection)
            : migrations.target().ofTable(connection));
    if (made) {
      connection.rollback();
      connection.setAutoCommit(true);
    }
    if (settings.alterTables()) {
      String what = "the %s: %s; run: ";
      String side = migrations.database().side();
      migrations
          .missing(connection)
          .forEach(
              misfit -> found.removeIf(f -> f.startsWith(what.formatted(side, misfit.what()))));
    }
    if (migrations.ofSource() && found.isEmpty()) {
      found.addAll(new UnsayableRows(migrations.contract().versions()).of(connection));
    }
  }

  private boolean isTableThere(Connection connection, boolean createTables) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(migrations.sql(ROLE))) {
      answer.next();
      String role = answer.getString("current_user");
      String schema = answer.getString("current_schema");
      String owner = answer.getString("owner");
      // Flyway puts the names into statements of its own and into our functions, and escapes
      // nothing.
      if (schema == null) {
        add("no schema of the search_path exists; check --%s-url");
      } else if (UNQUOTABLE.matcher(schema).find()) {
        add(
            "the migrations cannot work in a schema with a quote, \\ or $ in its name; check --%s-url");
      }
      if (role.contains("'")) {
        add("the migrations cannot run as a role with a quote in its name; check --%s-user");
      }
      if (owner == null && !createTables) {
        add(
            "there is no table %s in its schema %s; check --%%s-url, or let set-up make an empty one: --create-tables"
                .formatted(migrations.contract().table(), schema));
      }
      if (migrations.ofSource() && owner != null && !owner.equals(role)) {
        add(
            migrations.contract().table()
                + " belongs to another role than the one that sets up; set up as its owner: --%s-user");
      }
      return owner != null;
    }
  }

  private void create(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      String definition = migrations.ofSource() ? "${definition}" : "${copy_definition}";
      statement.execute(migrations.sql("create table ${table} (" + definition + ")"));
    }
  }

  private List<String> lackingTypes(Connection connection) throws SQLException {
    List<Column> columns = migrations.contract().table().all();
    return Query.texts(
        connection,
        migrations.sql(LACKING_TYPES),
        columns.stream().map(Column::sql).toArray(String[]::new),
        columns.stream().map(Column::declaredType).toArray(String[]::new));
  }

  private List<String> takenNames(Connection connection) throws SQLException {
    String taken =
        migrations.ofSource()
            ? TAKEN.formatted(
                Migrations.IN_SOURCE + ", '${capture}_action_id_seq'",
                Migrations.FUNCTIONS,
                "${triggers}")
            : TAKEN.formatted(Migrations.IN_TARGET, "''", "''");
    return Query.texts(connection, migrations.sql(taken));
  }

  private void add(String what) {
    String side = migrations.database().side();
    found.add(
        "the %s database (%s): %s"
            .formatted(side, migrations.database(), what.replace("--%s", "--" + side)));
  }
}
