package io.employeecdc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.employeecdc.localstack.process.Service;
import io.employeecdc.operations.verify.CommandRun;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@AnyPlace
class ParkedStatusTest {
  private PipelineUnderTest pipeline;
  private Service producer;
  private Service consumer;

  @BeforeEach
  void start() throws Exception {
    pipeline = PipelineUnderTest.create("parked");
    producer = pipeline.producer(Map.of());
    consumer = pipeline.consumer(Map.of("CDC_PARK_FOR", "1d"));
    List.of(producer, consumer).parallelStream().forEach(Service::start);
  }

  @AfterEach
  void end() {
    pipeline.close();
  }

  @Test
  void a_change_that_waits_for_another_row_is_shown_until_it_is_applied() throws Exception {
    pipeline.target(
        "create function not_yet() returns trigger language plpgsql as"
            + " 'begin raise exception ''not yet''; end'");
    pipeline.target(
        "create trigger not_yet before insert or update on employees"
            + " for each row when (new.emp_id = 1) execute function not_yet()");
    pipeline.source("insert into employees (emp_id) values (1), (2)");
    pipeline
        .waiting("it is shown")
        .until(() -> status(), run -> run.out().contains("parked         1 change, oldest "));

    CommandRun json = status("--json", "-");

    assertThat(json.exitCode()).describedAs(json.out()).isZero();
    JsonNode parked = new ObjectMapper().readTree(json.out()).get("parked");
    assertThat(parked.get("changes").asLong()).isEqualTo(1);
    assertThat(parked.get("seconds").asDouble()).isPositive();
    assertThat(pipeline.accountedFor(producer, consumer).parked()).isEqualTo(1);

    pipeline.target("drop trigger not_yet on employees");
    pipeline.awaitEqual();

    assertThat(pipeline.accountedFor(producer, consumer).parked()).isZero();
    pipeline.waiting("it is shown no more").until(() -> !status().out().contains("parked "));
    assertThat(status().exitCode()).isZero();
  }

  private CommandRun status(String... options) throws Exception {
    // The tests' own stack has services of other tests.
    return pipeline.cdc(
        Map.of("CDC_STACK_DIRECTORY", "none"),
        Stream.concat(
                Stream.of(
                    "status", "--peer", pipeline.peer(producer) + "," + pipeline.peer(consumer)),
                Stream.of(options))
            .toArray(String[]::new));
  }
}
