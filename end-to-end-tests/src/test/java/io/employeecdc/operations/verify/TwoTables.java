package io.employeecdc.operations.verify;

import io.employeecdc.cli.Cdc;
import io.employeecdc.contract.SampleEmployee;
import io.employeecdc.contract.table.CapturedTable;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.contract.table.KeyValue;
import io.employeecdc.localstack.LocalStack;
import io.employeecdc.localstack.Postgres;
import io.employeecdc.localstack.TestStack;
import io.employeecdc.runtime.database.Database;
import io.employeecdc.runtime.database.DatabaseSettings;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.postgresql.ds.PGSimpleDataSource;

/** A table in a new database on each of the two servers. */
final class TwoTables {
  private static final String TABLE = SampleEmployee.TABLE;

  private final CapturedTable table;
  private final LocalStack stack = TestStack.shared();
  private final String database;

  private TwoTables(CapturedTable table, String database) {
    this.table = table;
    this.database = database;
  }

  static TwoTables named(String database) throws SQLException {
    TwoTables tables = of(Contract.standard().table(), database);
    tables.both(TABLE);
    return tables;
  }

  /** In databases without any table, whose collations differ. */
  static TwoTables of(CapturedTable table, String database) throws SQLException {
    TwoTables tables = new TwoTables(table, database);
    tables.stack.source().createDatabase(database);
    try (Connection server = tables.stack.target().connect("postgres");
        Statement statement = server.createStatement()) {
      statement.execute(
          "create database %s owner %s template template0 locale_provider icu icu_locale 'en-US'"
              .formatted(database, tables.stack.target().user()));
    }
    return tables;
  }

  /** The same, but the source has its characters in another order than Unicode. */
  static TwoTables ofAnotherEncoding(CapturedTable table, String database) throws SQLException {
    TwoTables tables = new TwoTables(table, database);
    tables.stack.target().createDatabase(database);
    try (Connection server = tables.stack.source().connect("postgres");
        Statement statement = server.createStatement()) {
      statement.execute(
          "create database %s owner %s template template0 encoding 'WIN1252' locale 'C'"
              .formatted(database, tables.stack.source().user()));
    }
    return tables;
  }

  void source(String sql) throws SQLException {
    execute(stack.source(), sql);
  }

  void target(String sql) throws SQLException {
    execute(stack.target(), sql);
  }

  void both(String sql) throws SQLException {
    source(sql);
    target(sql);
  }

  VerifyResult verify(int rangeSize, int limit) throws InterruptedException {
    return verifier(rangeSize, limit).once();
  }

  private Verifier verifier(int rangeSize, int limit) {
    return new Verifier(table, side(stack.source()), side(stack.target()), rangeSize, limit);
  }

  /** Decides of all these keys once the pipeline is past a horizon. */
  void recheck(
      List<KeyValue> keys,
      PipelineWatch.Horizon horizon,
      KeyTally.ByKind differences,
      KeyTally moving) {
    Recheck recheck = new Recheck(verifier(1, 1), horizon, differences, moving);
    keys.forEach(recheck::add);
    recheck.decide();
  }

  /** The first column of an answer. */
  List<String> inSource(String question) throws SQLException {
    List<String> answer = new ArrayList<>();
    try (Connection connection = stack.source().connectAsOwner(database);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(question)) {
      while (row.next()) {
        answer.add(row.getString(1));
      }
    }
    return answer;
  }

  /** A command that is given the target for the source as well. */
  CommandRun withTargetForBoth(String... arguments) {
    Map<String, String> environment = new TreeMap<>(stack.environment());
    for (String side : List.of("SOURCE", "TARGET")) {
      environment.put("CDC_" + side + "_URL", stack.target().jdbcUrl(database));
      environment.put("CDC_" + side + "_USER", stack.target().user());
      environment.put("CDC_" + side + "_PASSWORD", stack.target().password());
    }
    return CommandRun.of(new Cdc(), environment, arguments);
  }

  CommandRun command(Map<String, String> changed, String... arguments) {
    Map<String, String> environment = new TreeMap<>(stack.environment());
    environment.put("CDC_SOURCE_URL", stack.source().jdbcUrl(database));
    environment.put("CDC_TARGET_URL", stack.target().jdbcUrl(database));
    environment.putAll(changed);
    return CommandRun.of(new VerifyCommand(), environment, arguments);
  }

  private void execute(Postgres server, String sql) throws SQLException {
    try (Connection connection = server.connectAsOwner(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Whose sessions have other settings than the other side's, of what texts look like. */
  private Database side(Postgres server) {
    String settings =
        server == stack.source()
            ? "set timezone = 'Asia/Kathmandu'; set datestyle = 'ISO, DMY'; set extra_float_digits = 0"
            : "set timezone = 'America/St_Johns'; set bytea_output = 'escape';"
                + " set extra_float_digits = -3";
    PGSimpleDataSource source =
        new PGSimpleDataSource() {
          @Override
          public Connection getConnection() throws SQLException {
            Connection connection = super.getConnection();
            try (Statement statement = connection.createStatement()) {
              statement.execute(settings);
            }
            return connection;
          }
        };
    source.setUrl(server.jdbcUrl(database));
    source.setUser(server.user());
    source.setPassword(server.password());
    return new Database(
        new DatabaseSettings("test", server.jdbcUrl(database), server.user(), server.password()),
        source);
  }
}
