package io.employeecdc.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.employeecdc.localstack.Postgres;
import io.employeecdc.localstack.TestStack;
import io.employeecdc.producer.capture.OnChange;
import io.employeecdc.runtime.database.DatabaseSettings;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import io.employeecdc.runtime.options.Password;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A source that becomes a standby, and one that was promoted. */
@Tag("servers")
class SourceChangeTest {
  private final Postgres server = TestStack.shared().source();

  @AfterEach
  void leaveNoStandby() throws SQLException {
    promote();
  }

  @Test
  void a_standby_is_waited_for_until_it_is_promoted() throws Exception {
    Pipe pipe = Pipe.create("standby");
    pipe.source().execute("insert into employees (emp_id) values (1)");
    restartAsStandby();
    try (RunningProducer producer = pipe.produce()) {
      await()
          .untilAsserted(
              () -> assertThat(producer.progress().problem()).get().asString().contains("25006"));
      assertThat(producer.end()).isNotDone();

      promote();

      pipe.source().execute("insert into employees (emp_id) values (2)");
      assertThat(pipe.untilCaughtUp())
          .extracting(Change::employeeId)
          .containsExactlyInAnyOrder(1, 2);
    }
    Published.keepsThePromise(pipe);
  }

  @Test
  void a_password_that_is_changed_is_waited_for_until_its_file_has_it(@TempDir Path folder)
      throws Exception {
    Path file = Files.writeString(folder.resolve("password"), "first");
    SourceDatabase source = SourceDatabase.migrated("changed_password");
    source.asSuperuser("create role rotated login password 'first' in role cdc");
    Pipe pipe = Pipe.over("changed_password", source);
    Pipe rotated =
        new Pipe(
            new SourceDatabase(
                new DatabaseSettings(
                    "source", source.settings().url(), "rotated", Password.in(file))),
            pipe.topic(),
            pipe.schema());
    try (RunningProducer producer = rotated.produce()) {
      producer.awaitRound();
      source.asSuperuser(
          "alter role rotated password 'second'",
          "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'rotated'");
      await()
          .untilAsserted(
              () -> assertThat(producer.progress().problem()).get().asString().contains("28P01"));

      Files.writeString(file, "second");

      source.execute("insert into employees (emp_id) values (1)");
      assertThat(pipe.untilCaughtUp()).hasSize(1);
    } finally {
      source.asSuperuser("drop role rotated");
    }
  }

  @Test
  void one_that_was_promoted_is_not_read_on_before_somebody_says_that_it_lacks_nothing()
      throws Exception {
    Pipe pipe = Pipe.create("promoted");
    pipe.source().execute("insert into employees (emp_id) values (1)");
    RunningProducer first = pipe.produce();
    pipe.untilCaughtUp();
    restartAsStandby();
    promote();
    pipe.source().execute("insert into employees (emp_id) values (2)");

    await().until(first.end()::isDone);
    assertThatThrownBy(first::close)
        .cause()
        .isInstanceOfSatisfying(
            CdcException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_CHANGED))
        .hasMessageContaining("--on-source-change");
    assertThat(pipe.changes()).extracting(Change::employeeId).doesNotContain(2);

    try (RunningProducer producer = pipe.produce(OnChange.CONTINUE)) {
      assertThat(pipe.untilCaughtUp()).extracting(Change::employeeId).containsExactly(1, 2);
      assertThat(producer.end()).isNotDone();
    }
    try (RunningProducer producer = pipe.produce()) {
      producer.awaitRound();
      assertThat(producer.end()).as("what it has said once").isNotDone();
    }
    Published.keepsThePromise(pipe);
  }

  private void restartAsStandby() throws IOException {
    server.stop();
    Files.createFile(server.log().resolveSibling("data").resolve("standby.signal"));
    server.start();
  }

  private void promote() throws SQLException {
    try (Connection connection = server.connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("select pg_promote() where pg_is_in_recovery()");
    }
  }
}
