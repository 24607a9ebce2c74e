package io.employeecdc.consumer.loop;

import static io.employeecdc.consumer.testing.Changes.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.consumer.apply.ChangeApplier;
import io.employeecdc.consumer.apply.Target;
import io.employeecdc.consumer.decode.ChangeDecoder;
import io.employeecdc.consumer.testing.Changes;
import io.employeecdc.consumer.testing.TestLoop;
import io.employeecdc.consumer.testing.TestTarget;
import io.employeecdc.consumer.testing.TestTopics;
import io.employeecdc.contract.Registry;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.schema.Action;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class WarmUpTest {
  private static final String ALL =
      """
      select employees::text from employees
      union all select employee_versions::text from employee_versions
      union all select processed_events::text from processed_events
      union all select applied_offsets::text from applied_offsets
      union all select parked_changes::text from parked_changes
      order by 1""";

  private final TestTarget target = new TestTarget();
  private final TestTopics topics = new TestTopics(2);

  @AfterEach
  void close() {
    topics.close();
    target.close();
  }

  @Test
  void what_the_group_has_applied_is_rehearsed_and_leaves_no_trace() throws Exception {
    for (int employee = 1; employee <= 6; employee++) {
      topics.write(employee, Action.INSERT, employee, row("Rome"));
    }
    try (TestLoop loop = new TestLoop(topics, target, OnOutage.PAUSE)) {
      loop.consume(6);
    }
    topics.write(7, Action.INSERT, 7, row("not applied yet"));
    topics.write(1, Action.DELETE, 8, null);
    List<String> before = target.column(ALL);

    assertThat(warmUp(topics)).isEqualTo(6);

    assertThat(target.column(ALL)).isEqualTo(before);
    assertThat(topics.readers().uncommitted()).isEqualTo(2);
  }

  @Test
  void a_group_that_has_applied_nothing_is_not_waited_for() throws Exception {
    topics.write(1, Action.INSERT, 1, row("Rome"));

    assertThat(warmUp(topics)).isZero();

    assertThat(target.employees()).isEmpty();
  }

  @Test
  void of_a_log_that_begins_a_little_before_it_takes_what_is_there() throws Exception {
    try (TestTopics shortened = TestTopics.notCompacted(1)) {
      for (int employee = 1; employee <= 6; employee++) {
        shortened.write(employee, Action.INSERT, employee, row("Rome"));
      }
      try (TestLoop loop = new TestLoop(shortened, target, OnOutage.PAUSE)) {
        loop.consume(6);
      }
      shortened.deleteBefore(2);

      assertThat(warmUp(shortened)).isEqualTo(4);
    }
  }

  private int warmUp(TestTopics topics) throws IOException {
    LoopSettings settings =
        new LoopSettings(
            topics.kafka(),
            topics.topic(),
            topics.id(),
            topics.group(),
            "test",
            10_000,
            OnOutage.PAUSE);
    try (Registry registry = Registry.at(TestTopics.registryUrl())) {
      return WarmUp.run(
          settings,
          new ChangeDecoder(registry, Contract.standard()),
          ChangeApplier.rehearsal(new Target(target.pool(), Changes.VERSIONS)));
    }
  }
}
