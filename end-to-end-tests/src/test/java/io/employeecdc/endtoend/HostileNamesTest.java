package io.employeecdc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.localstack.process.Service;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** Names that end a quoted identifier, a literal, a comment or a placeholder stay names. */
@AnyPlace
@Tag("nightly")
class HostileNamesTest {
  private static final String HOSTILE = "x\"; drop table employees; -- 'y' ${z} %s";

  /** Flyway cannot work in a schema named so, nor as such a role. */
  private static final String SCHEMA = HOSTILE.replaceAll("[\"'$]", "");

  private static final String ROLE = HOSTILE.replace("'", "");

  private static final String PASSWORD = "p';\"\\";

  @Test
  void hostile_names_of_databases_schemas_and_roles_are_only_names() throws Exception {
    try (PipelineUnderTest pipeline = PipelineUnderTest.bare("hostile");
        Connection source = prepared(pipeline.connectAsSuperuser(pipeline.sourceServer()))) {
      prepared(pipeline.connectAsSuperuser(pipeline.targetServer())).close();
      Map<String, String> names = new TreeMap<>();
      for (String side : List.of("SOURCE", "TARGET")) {
        names.put("CDC_" + side + "_USER", ROLE);
        names.put("CDC_" + side + "_PASSWORD", PASSWORD);
        names.put("CDC_" + side + "_URL", url(pipeline, side, SCHEMA));
      }
      Map<String, String> unusable = new TreeMap<>(names);
      unusable.put("CDC_SOURCE_URL", url(pipeline, "SOURCE", HOSTILE));
      assertThat(pipeline.cdc(unusable, "setup").err())
          .contains("a schema with a quote, \\ or $ in its name; check --source-url");

      assertThat(pipeline.cdc(names, "setup").err()).isEmpty();
      List.of(pipeline.producer(names), pipeline.consumer(names)).parallelStream()
          .forEach(Service::start);
      execute(source, "insert into employees values (1, 'Ada', null, null, 'Lyon', 1)");
      execute(source, "insert into employees values (2)");
      execute(source, "update employees set city = 'Rome'");
      execute(source, "delete from employees where emp_id = 2");

      pipeline
          .waiting("the target is equal")
          .untilAsserted(
              () ->
                  assertThat(pipeline.cdc(names, "verify"))
                      .satisfies(run -> assertThat(run.exitCode()).isZero())
                      .satisfies(run -> assertThat(run.out()).contains("1 ")));
    }
  }

  /** The hostile database, with schemas and a role, on the server of the given connection. */
  private static Connection prepared(Connection given) throws SQLException {
    String url = given.getMetaData().getURL();
    try (given) {
      execute(
          given,
          "create role %s login password '%s'"
              .formatted(quoted(ROLE), given.unwrap(PGConnection.class).escapeLiteral(PASSWORD)));
      execute(given, "create database %s owner %s".formatted(quoted(HOSTILE), quoted(ROLE)));
    }
    Connection made = DriverManager.getConnection(inHostile(url, SCHEMA), ROLE, PASSWORD);
    execute(made, "create schema " + quoted(HOSTILE));
    execute(made, "create schema " + quoted(SCHEMA));
    return made;
  }

  /** As its services reach it. */
  private static String url(PipelineUnderTest pipeline, String side, String schema) {
    return inHostile(pipeline.environment().get("CDC_" + side + "_URL"), schema);
  }

  /** The same server's hostile database. */
  private static String inHostile(String url, String schema) {
    return "%s/%s?currentSchema=%s"
        .formatted(
            url.substring(0, url.lastIndexOf('/')), encoded(HOSTILE), encoded(quoted(schema)));
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
