package io.employeecdc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.localstack.process.Service;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Only the target has a constraint, and most of what comes breaks it: nothing of it is lost. */
@Tag("nightly")
@AnyPlace
class BrakedTest {
  private static int pipelines;

  @ParameterizedTest
  @CsvSource({
    "check (city <> 'Rome'), 10",
    "check (city <> 'Rome'), 500",
    "check (city <> 'Rome'), 10000",
    "unique (city), 10",
    "unique (city), 10000"
  })
  void the_consumer_stops_and_by_the_runbook_all_is_applied(String constraint, String batchSize)
      throws Exception {
    try (PipelineUnderTest pipeline = PipelineUnderTest.create("braked_" + pipelines++)) {
      pipeline.target("alter table employees add constraint only_here " + constraint);
      pipeline.producer(Map.of()).start();
      pipeline.source(
          "insert into employees (emp_id, city) select generate_series(1, 1200), 'Rome'");
      Service consumer =
          pipeline.consumer(Map.of("CDC_BATCH_SIZE", batchSize, "CDC_PARK_FOR", "1s"));

      assertThat(PipelineUnderTest.exitCodeOf(consumer)).isEqualTo(7);
      assertThat(consumer.printed()).contains("[CDC-704]", "only_here");
      int letters = TopicContent.deadLetters(pipeline.channel()).size();
      assertThat(letters).isLessThan(100);

      pipeline.target("alter table employees drop constraint only_here");
      consumer.start();
      assertThat(pipeline.cdc("dlq", "replay", "--yes").exitCode()).isZero();
      pipeline.awaitEqual();
      assertThat(TopicContent.deadLetters(pipeline.channel())).hasSize(letters);
    }
  }
}
