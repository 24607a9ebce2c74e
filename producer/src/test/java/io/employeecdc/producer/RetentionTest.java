package io.employeecdc.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.localstack.JavaService;
import io.employeecdc.producer.capture.Position;
import io.employeecdc.producer.retention.Retention;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class RetentionTest {
  private static final String AGED = "update emp_cdc set captured_at = captured_at - interval '2h'";

  @Test
  void removes_published_rows_that_are_older_than_the_retention_and_no_others() throws Exception {
    Pipe pipe = Pipe.create("retention");
    try (HikariDataSource pool = pipe.source().pool();
        Connection early = pipe.source().connect();
        Statement open = early.createStatement()) {
      Retention retention = new Retention(pool, Contract.standard().table(), Duration.ofHours(1));
      early.setAutoCommit(false);
      open.execute("insert into employees (emp_id) values (4)");
      open.execute(AGED);
      insert(pipe, 1);
      pipe.source().execute(AGED);
      insert(pipe, 2);
      Position published = publishAll(pipe);
      insert(pipe, 3);
      early.commit();
      pipe.source().execute(AGED + " where emp_id in (3)");

      assertThat(retention.step(Position.START)).isFalse();
      assertThat(pipe.source().count("emp_cdc")).isGreaterThanOrEqualTo(4);

      assertThat(retention.step(published)).isTrue();
      assertThat(retention.step(published)).isFalse();

      assertThat(employees(pipe)).contains("2", "3", "4").doesNotContain("1");
    }
  }

  @Test
  void removes_many_rows_in_small_steps() throws Exception {
    Pipe pipe = Pipe.create("retention_steps");
    try (HikariDataSource pool = pipe.source().pool()) {
      pipe.source()
          .execute(
              "insert into employees (emp_id) select g from generate_series(1, 12000) g", AGED);
      Position published = publishAll(pipe);
      Retention retention = new Retention(pool, Contract.standard().table(), Duration.ofHours(1));

      assertThat(retention.step(published)).isTrue();
      assertThat(pipe.source().count("emp_cdc where captured_at < now() - interval '1h'"))
          .isEqualTo(7000);
      assertThat(retention.step(published)).isTrue();
      assertThat(retention.step(published)).isTrue();
      assertThat(pipe.source().count("emp_cdc where captured_at < now() - interval '1h'")).isZero();
      assertThat(retention.step(published)).isFalse();
    }
  }

  @Test
  void a_row_that_must_stay_among_the_oldest_does_not_slow_the_removal_of_others()
      throws Exception {
    Pipe pipe = Pipe.create("retention_obstacle");
    try (HikariDataSource pool = pipe.source().pool()) {
      pipe.source()
          .execute(
              "insert into employees (emp_id) select g from generate_series(1, 6000) g",
              AGED + " where emp_id > 1");
      Position published = publishAll(pipe);
      Retention retention = new Retention(pool, Contract.standard().table(), Duration.ofHours(1));

      assertThat(retention.step(published)).isTrue();
      assertThat(retention.step(published)).isTrue();
      assertThat(retention.step(published)).isFalse();
      assertThat(employees(pipe)).contains("1");
      assertThat(pipe.source().count("emp_cdc where captured_at < now() - interval '1h'")).isZero();
    }
  }

  @Test
  void a_running_producer_removes_what_it_published() throws Exception {
    Pipe pipe = Pipe.create("retention_service");
    JavaService producer = pipe.process("retention-producer", Map.of("CDC_RETENTION", "1s"));
    insert(pipe, 1);
    producer.start();
    await().atMost(Duration.ofSeconds(60)).until(() -> pipe.source().count("emp_cdc") == 0);
    producer.stop();
    insert(pipe, 2);
    producer.start();
    List<Change> all = pipe.untilCaughtUp();
    producer.stop();

    assertThat(all).extracting(Change::employeeId).containsExactlyInAnyOrder(1, 2);
  }

  private static Position publishAll(Pipe pipe) throws Exception {
    try (RunningProducer producer = pipe.produce()) {
      pipe.untilCaughtUp();
      producer.awaitRound();
      return producer.loop().published();
    }
  }

  private static void insert(Pipe pipe, int employee) throws Exception {
    pipe.source().execute("insert into employees (emp_id) values (" + employee + ")");
  }

  private static List<String> employees(Pipe pipe) throws Exception {
    return pipe.source().query("select emp_id from emp_cdc");
  }
}
