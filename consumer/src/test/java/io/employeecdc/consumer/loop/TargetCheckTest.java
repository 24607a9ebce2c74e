package io.employeecdc.consumer.loop;

import static io.employeecdc.consumer.testing.Changes.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.consumer.testing.FastForwardClock;
import io.employeecdc.consumer.testing.TestLoop;
import io.employeecdc.consumer.testing.TestTarget;
import io.employeecdc.consumer.testing.TestTopics;
import io.employeecdc.schema.Action;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a loop without records knows of its target. */
@Tag("servers")
class TargetCheckTest {
  private final TestTarget target = new TestTarget();
  private final TestTopics topics = new TestTopics(1);
  private final FastForwardClock clock = new FastForwardClock();

  @AfterEach
  void close() {
    topics.close();
    target.close();
  }

  @Test
  void it_looks_every_ten_seconds_and_waits_for_a_target_that_would_end_a_batch()
      throws SQLException {
    topics.write(1, Action.INSERT, 1, row("Rome"));
    try (TestLoop loop = new TestLoop(topics, target, OnOutage.PAUSE, clock)) {
      loop.consume(1);
      target.open(false);
      clock.forward(Duration.ofSeconds(10));
      loop.pollUntil(
          "it says so",
          () ->
              loop.progress()
                  .problem()
                  .filter(problem -> problem.contains("the target database"))
                  .filter(problem -> problem.contains("SQLSTATE 55000"))
                  .isPresent());

      target.open(true);
      loop.pollUntil("it is ready again", () -> loop.progress().problem().isEmpty());
      assertThat(loop.retries()).isNotEmpty().containsOnly("target");
    }
  }
}
