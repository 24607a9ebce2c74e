package io.employeecdc.pipeline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.localstack.JavaService;
import io.employeecdc.localstack.Server;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UniqueValuesTest {
  private static final int EMPLOYEES = 20;
  private static final int SWAPS = 500;

  /**
   * So fast that one consumer is ahead of another, and each holds what the other wants. Seen red,
   * with dead letters, where nothing is exchanged.
   */
  @Test
  void values_that_employees_swap_all_the_time_end_where_they_belong_over_several_consumers()
      throws Exception {
    try (TestPipeline pipeline = TestPipeline.create("unique")) {
      pipeline.source("alter table employees add unique (city)");
      pipeline.target("alter table employees add unique (city)");
      pipeline.source(
          "insert into employees (emp_id, city) select g, 'Town ' || g from generate_series(1, %d) g"
              .formatted(EMPLOYEES));
      JavaService producer = pipeline.producer(Map.of());
      JavaService one = pipeline.consumer(Map.of("CDC_THREADS", "2"));
      JavaService other = pipeline.consumer(Map.of());
      List.of(producer, one, other).parallelStream().forEach(Server::start);
      pipeline.awaitEqual();

      swap(pipeline, 1);

      pipeline.awaitEqual();
      assertThat(TopicContent.of(pipeline.local(), pipeline.local().names().deadLetters()))
          .isEmpty();
    }
  }

  /** Each by way of a value that nobody else has, as a unique column calls for. */
  private static void swap(TestPipeline pipeline, long seed) throws SQLException {
    Random random = new Random(seed);
    try (Connection source = pipeline.local().connectSource();
        Statement statement = source.createStatement()) {
      for (int i = 0; i < SWAPS; i++) {
        int first = 1 + random.nextInt(EMPLOYEES);
        int second = 1 + (first + random.nextInt(EMPLOYEES - 1)) % EMPLOYEES;
        statement.execute(
            """
            do $$
            declare a text := (select city from employees where emp_id = %1$d);
                    b text := (select city from employees where emp_id = %2$d);
            begin
              update employees set city = 'between %3$d' where emp_id = %1$d;
              update employees set city = a where emp_id = %2$d;
              update employees set city = b where emp_id = %1$d;
            end $$"""
                .formatted(first, second, i));
      }
    }
  }
}
