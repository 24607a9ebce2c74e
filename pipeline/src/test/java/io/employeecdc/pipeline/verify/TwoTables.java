package io.employeecdc.pipeline.verify;

import io.employeecdc.localstack.LocalStack;
import io.employeecdc.localstack.Postgres;
import io.employeecdc.localstack.TestStack;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** An employees table in a new database on each of the two servers. */
final class TwoTables {
  private static final String TABLE =
      "create table employees (emp_id int primary key, first_name varchar(100),"
          + " last_name varchar(100), dob date, city varchar(100), salary int)";

  private final LocalStack stack = TestStack.shared();
  private final String database;

  private TwoTables(String database) {
    this.database = database;
  }

  static TwoTables named(String database) throws SQLException {
    TwoTables tables = new TwoTables(database);
    tables.stack.source().createDatabase(database);
    tables.stack.target().createDatabase(database);
    tables.both(TABLE);
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

  VerifyResult verify(int rangeSize, int limit) throws VerifyException, InterruptedException {
    return Verifier.verify(
        dataSource(stack.source()), dataSource(stack.target()), rangeSize, limit);
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

  private DataSource dataSource(Postgres server) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(server.jdbcUrl(database));
    source.setUser(server.user());
    source.setPassword(server.password());
    return source;
  }
}
