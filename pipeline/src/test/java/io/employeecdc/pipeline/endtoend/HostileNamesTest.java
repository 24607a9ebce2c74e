package io.employeecdc.pipeline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.localstack.Postgres;
import io.employeecdc.localstack.Server;
import io.employeecdc.localstack.TestStack;
import io.employeecdc.pipeline.setup.SetupCommand;
import io.employeecdc.pipeline.verify.CommandRun;
import io.employeecdc.pipeline.verify.VerifyCommand;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** Names that end a quoted identifier, a literal, a comment or a placeholder stay names. */
@Tag("nightly")
class HostileNamesTest {
  private static final String HOSTILE = "x\"; drop table employees; -- 'y' ${z} %s";

  /** Flyway cannot work in a schema named so, nor as such a role. */
  private static final String SCHEMA = HOSTILE.replace("\"", "").replace("${", "{");

  private static final String ROLE = HOSTILE.replace("'", "");

  private static final String PASSWORD = "p';\"\\";

  private final Map<String, String> names = new TreeMap<>();

  @Test
  void hostile_names_of_databases_schemas_and_roles_are_only_names() throws Exception {
    prepare(TestStack.shared().source());
    prepare(TestStack.shared().target());
    try (TestPipeline pipeline = TestPipeline.bare("hostile")) {
      Map<String, String> environment = pipeline.environment();
      environment.putAll(names);
      environment.put("CDC_SOURCE_URL", workingIn("SOURCE", HOSTILE));
      assertThat(CommandRun.of(new SetupCommand(), environment).err())
          .contains("a schema with \" or ${ in its name; check --source-url");

      environment.putAll(names);
      assertThat(CommandRun.of(new SetupCommand(), environment).err()).isEmpty();
      List.of(pipeline.producer(names), pipeline.consumer(names)).parallelStream()
          .forEach(Server::start);
      sql("SOURCE", "insert into employees values (1, 'Ada', null, null, 'Lyon', 1)");
      sql("SOURCE", "insert into employees values (2)");
      sql("SOURCE", "update employees set city = 'Rome'");
      sql("SOURCE", "delete from employees where emp_id = 2");

      pipeline
          .waiting("the target is equal")
          .untilAsserted(
              () ->
                  assertThat(CommandRun.of(new VerifyCommand(), environment))
                      .satisfies(run -> assertThat(run.exitCode()).isZero())
                      .satisfies(run -> assertThat(run.out()).contains("1 ")));
    }
  }

  private void prepare(Postgres server) throws SQLException {
    String side = server.name().toUpperCase(Locale.ROOT);
    try (Connection connection = server.connect("postgres");
        Statement statement = connection.createStatement()) {
      PGConnection postgres = connection.unwrap(PGConnection.class);
      statement.execute("create database " + quoted(HOSTILE));
      statement.execute(
          "create role %s superuser login password '%s'"
              .formatted(quoted(ROLE), postgres.escapeLiteral(PASSWORD)));
    }
    names.put("CDC_" + side + "_USER", ROLE);
    names.put("CDC_" + side + "_PASSWORD", PASSWORD);
    names.put("CDC_" + side + "_URL", server.jdbcUrl(encoded(HOSTILE)));
    for (String schema : List.of(HOSTILE, SCHEMA)) {
      sql(side, "create schema " + quoted(schema));
    }
    names.put("CDC_" + side + "_URL", workingIn(side, SCHEMA));
  }

  private String workingIn(String side, String schema) {
    return names
        .get("CDC_" + side + "_URL")
        .replaceFirst("[?].*|$", "?currentSchema=" + encoded(quoted(schema)));
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private void sql(String side, String sql) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(names.get("CDC_" + side + "_URL"), ROLE, PASSWORD);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
