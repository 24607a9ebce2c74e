package io.employeecdc.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.endtoend.TestPipeline;
import io.employeecdc.endtoend.TopicContent;
import io.employeecdc.localstack.JavaService;
import io.employeecdc.runtime.peers.Meters;
import io.employeecdc.workbench.run.Flow;
import java.util.List;

/** What holds at rest, whatever happened before. */
final class Checker {
  /** Count and sum of the ids of each employee's changes, as one digest of all. */
  private static final String BY_EMPLOYEE =
      """
      select md5(string_agg(changes, ',' order by emp_id))
      from (select emp_id, emp_id || ':' || count(*) || ':' || sum(action_id) as changes
            from %s group by emp_id) of_employee""";

  private final TestPipeline pipeline;

  Checker(TestPipeline pipeline) {
    this.pipeline = pipeline;
  }

  /**
   * Waits for rest, then checks; the services are those that run at the end.
   *
   * @param deadLetters how many records were sent that belong in the dead-letter topic
   */
  void check(JavaService producer, List<JavaService> consumers, int deadLetters) throws Exception {
    pipeline.awaitEqual();
    for (JavaService consumer : consumers) {
      // One that does not answer would count nothing, which adds up.
      assertThat(Meters.of(consumer.port()).samples()).as(consumer.name()).isNotEmpty();
      Flow flow = pipeline.accountedFor(producer, consumer);
      assertThat(flow.deadLettered()).isLessThanOrEqualTo(deadLetters);
    }
    topicHoldsWhatWasCommitted();
    assertThat(pipeline.askTarget(BY_EMPLOYEE.formatted("processed_events")))
        .isEqualTo(pipeline.askSource(BY_EMPLOYEE.formatted("emp_cdc")));
    assertThat(TopicContent.deadLetters(pipeline.channel()))
        .as("dead letters")
        .hasSize(deadLetters);
  }

  private void topicHoldsWhatWasCommitted() throws Exception {
    TopicReading reading = new TopicReading();
    TopicContent.eachChange(pipeline.channel(), reading);
    reading.check(pipeline.captured());
  }
}
