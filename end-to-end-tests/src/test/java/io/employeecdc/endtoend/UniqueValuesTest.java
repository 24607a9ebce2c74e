package io.employeecdc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.localstack.process.Service;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("nightly")
@AnyPlace
class UniqueValuesTest {
  private static final int EMPLOYEES = 8;
  private static final int ROUNDS = 60;

  /** So fast that one consumer is ahead of another, and each holds what the other wants. */
  @Test
  void values_that_go_round_all_the_time_end_where_they_belong_over_several_consumers()
      throws Exception {
    try (PipelineUnderTest pipeline = PipelineUnderTest.create("unique")) {
      pipeline.source("alter table employees add unique (city)");
      pipeline.target("alter table employees add unique (city)");
      pipeline.source(
          "insert into employees (emp_id, city) select g, 'Town ' || g from generate_series(1, %d) g"
              .formatted(EMPLOYEES));
      Service producer = pipeline.producer(Map.of());
      Service one = pipeline.consumer(Map.of("CDC_THREADS", "2"));
      Service other = pipeline.consumer(Map.of());
      List.of(producer, one, other).parallelStream().forEach(Service::start);
      pipeline.awaitEqual();

      for (int round = 0; round < ROUNDS; round++) {
        handOnAll(pipeline, round);
      }

      pipeline.awaitEqual();
      assertThat(TopicContent.deadLetters(pipeline.channel())).isEmpty();
    }
  }

  /** Each takes what the one before had; the first gives its own up for what nobody has. */
  private static void handOnAll(PipelineUnderTest pipeline, int round) throws SQLException {
    try (Connection source = pipeline.connectSource();
        Statement statement = source.createStatement()) {
      move(statement, 1, "between " + round);
      for (int employee = 2; employee <= EMPLOYEES; employee++) {
        move(statement, employee, town(employee - 1, round));
      }
      move(statement, 1, town(EMPLOYEES, round));
    }
  }

  private static void move(Statement statement, int employee, String town) throws SQLException {
    statement.execute(
        "update employees set city = '%s' where emp_id = %d".formatted(town, employee));
  }

  /** What an employee has before a round. */
  private static String town(int employee, int round) {
    return "Town " + (1 + Math.floorMod(employee - 1 - round, EMPLOYEES));
  }
}
