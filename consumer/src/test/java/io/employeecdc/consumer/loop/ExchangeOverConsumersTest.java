package io.employeecdc.consumer.loop;

import static io.employeecdc.consumer.testing.Changes.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.employeecdc.consumer.testing.Counts;
import io.employeecdc.consumer.testing.TestLoop;
import io.employeecdc.consumer.testing.TestTarget;
import io.employeecdc.consumer.testing.TestTopics;
import io.employeecdc.schema.Action;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class ExchangeOverConsumersTest {
  private final TestTarget target = new TestTarget();
  private final TestTopics topics = new TestTopics(2);
  private final TestLoop first = new TestLoop(topics, target, OnOutage.PAUSE);
  private final TestLoop second = new TestLoop(topics, target, OnOutage.PAUSE);

  @AfterEach
  void close() {
    second.close();
    first.close();
    topics.close();
    target.close();
  }

  /** None can be taken before another is given up. */
  @Test
  void values_that_went_round_over_several_consumers_end_where_they_belong() throws SQLException {
    target.execute("alter table employees add constraint one_per_city unique (city)");
    pollUntil(() -> Set.copyOf(topics.readers().owners().values()).size() == 2);
    int one = 300 + topics.readers().partitionOf(first.clientId());
    int other = 300 + topics.readers().partitionOf(second.clientId());
    target.execute(
        "insert into employees (emp_id, city) values (%d, 'Rome'), (%d, 'Oslo')"
            .formatted(one, other));
    topics.write(one, Action.UPDATE, 1, row("Oslo"));
    topics.write(other, Action.UPDATE, 2, row("Rome"));

    pollUntil(
        () ->
            topics.readers().uncommitted() == 0
                && target.column("select emp_id from parked_changes").isEmpty());
    assertThat(target.column("select emp_id || ' ' || city from employees"))
        .containsExactlyInAnyOrder(one + " Oslo", other + " Rome");
    assertThat(topics.deadLetters()).isEmpty();
    Counts all = first.counts().plus(second.counts());
    assertThat(all.applied() + all.duplicates()).isEqualTo(2);
  }

  private void pollUntil(BooleanSupplier holds) {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .pollInSameThread()
        .until(
            () -> {
              first.pollOnce();
              second.pollOnce();
              return holds.getAsBoolean();
            });
  }
}
