package io.employeecdc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.localstack.JavaService;
import io.employeecdc.localstack.Postgres;
import io.employeecdc.localstack.TestStack;
import io.employeecdc.localstack.process.Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A password that is changed while the services run, as the runbook says. */
@Tag("servers")
@Tag("nightly")
class ChangedPasswordTest {
  private static final String ROLE = "password_change";

  @Test
  void a_password_that_is_changed_with_its_file_ends_no_service_whichever_comes_first(
      @TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("password"), "first\n");
    try (TestPipeline pipeline = TestPipeline.create("password_change")) {
      onBoth(pipeline, "create role " + ROLE + " login password 'first' in role cdc");
      JavaService producer = pipeline.producer(settings("CDC_SOURCE_", file));
      JavaService consumer = pipeline.consumer(settings("CDC_TARGET_", file));
      List.of(producer, consumer).parallelStream().forEach(Server::start);
      pipeline.source("insert into employees (emp_id) values (1)");
      pipeline.awaitEqual();

      onBoth(pipeline, "alter role " + ROLE + " password 'second'");
      awaitRefused(pipeline, producer, consumer);
      Files.writeString(file, "second\n");
      pipeline.source("insert into employees (emp_id) values (2)");
      pipeline.awaitEqual();

      Files.writeString(file, "third\n");
      awaitRefused(pipeline, producer, consumer);
      onBoth(pipeline, "alter role " + ROLE + " password 'third'");
      pipeline.source("insert into employees (emp_id) values (3)");
      pipeline.awaitEqual();

      assertThat(List.of(producer, consumer)).allMatch(Server::alive);
      assertThat(Files.readString(producer.log()) + Files.readString(consumer.log()))
          .doesNotContain("first", "second", "third");
    } finally {
      for (Postgres server : List.of(TestStack.shared().source(), TestStack.shared().target())) {
        execute(server, "drop role if exists " + ROLE);
      }
    }
  }

  private static Map<String, String> settings(String side, Path file) {
    return Map.of(
        side + "USER", ROLE, side + "PASSWORD", "", side + "PASSWORD_FILE", file.toString());
  }

  /** Sessions that are there go on; so that others are needed, they are ended. */
  private static void awaitRefused(TestPipeline pipeline, JavaService... services)
      throws Exception {
    onBoth(
        pipeline,
        "select pg_terminate_backend(pid) from pg_stat_activity where usename = '" + ROLE + "'");
    for (JavaService service : services) {
      pipeline
          .waiting("it is told that the password is refused")
          .until(
              () ->
                  pipeline
                      .cdc("status", "--peer", pipeline.peer(service))
                      .out()
                      .contains("28P01: the password is refused"));
    }
  }

  private static void onBoth(TestPipeline pipeline, String sql) throws Exception {
    execute((Postgres) pipeline.sourceServer(), sql);
    execute((Postgres) pipeline.targetServer(), sql);
  }

  private static void execute(Postgres server, String sql) throws Exception {
    try (var connection = server.connect("postgres");
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
