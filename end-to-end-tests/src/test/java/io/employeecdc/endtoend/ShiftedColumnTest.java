package io.employeecdc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.employeecdc.localstack.process.Service;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One statement hands each value of a unique column on to the next row. Each change wants what
 * another row of another batch, or partition, still holds.
 */
@AnyPlace
class ShiftedColumnTest {
  @Test
  void a_unique_column_of_30_000_rows_is_shifted_as_a_whole() throws Exception {
    shift(30_000, 3, Map.of("CDC_BATCH_SIZE", "10000"));
  }

  @Tag("nightly")
  @ParameterizedTest
  @ValueSource(ints = {1, 3})
  void a_unique_column_of_a_million_rows_is_shifted_by(int consumers) throws Exception {
    shift(1_000_000, consumers, Map.of("CDC_BATCH_SIZE", "10000"));
  }

  private static void shift(int rows, int consumers, Map<String, String> options) throws Exception {
    try (PipelineUnderTest pipeline =
        PipelineUnderTest.create("shift_%d_%d".formatted(rows, consumers))) {
      pipeline.source(
          "alter table employees add constraint one_per_city unique (city)"
              + " deferrable initially deferred");
      pipeline.target("alter table employees add constraint one_per_city unique (city)");
      List<Service> services =
          Stream.concat(
                  Stream.of(pipeline.producer(Map.of())),
                  Collections.nCopies(consumers, options).stream().map(pipeline::consumer))
              .toList();
      services.parallelStream().forEach(Service::start);
      pipeline.source(
          "insert into employees (emp_id, city) select g, 'u' || g from generate_series(1, %d) g"
              .formatted(rows));
      awaitCities(pipeline, rows, "'u' || emp_id");

      String shifted = "'u' || ((emp_id %% %d) + 1)".formatted(rows);
      pipeline.source("update employees set city = " + shifted);

      awaitCities(pipeline, rows, shifted);
      assertThat(pipeline.askTarget("select count(*) from parked_changes")).isEqualTo("0");
      assertThat(TopicContent.deadLetters(pipeline.channel())).isEmpty();
      assertThat(services).allMatch(Service::alive);
    }
  }

  private static void awaitCities(PipelineUnderTest pipeline, int rows, String city) {
    String there = "select count(*) from employees where city = " + city;
    await()
        .atMost(Duration.ofMinutes(10))
        .until(() -> pipeline.askTarget(there).equals(String.valueOf(rows)));
  }
}
