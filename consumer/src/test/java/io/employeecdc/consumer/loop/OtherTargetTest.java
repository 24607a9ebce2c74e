package io.employeecdc.consumer.loop;

import static io.employeecdc.consumer.testing.Changes.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.employeecdc.consumer.testing.FastForwardClock;
import io.employeecdc.consumer.testing.TestLoop;
import io.employeecdc.consumer.testing.TestTarget;
import io.employeecdc.consumer.testing.TestTopics;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import io.employeecdc.schema.Action;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A target that is another one when it is back, while the consumer runs. */
@Tag("servers")
class OtherTargetTest {
  private static final Duration LONG = Duration.ofSeconds(10);

  private final TestTarget target = new TestTarget();
  private final TestTopics topics = new TestTopics(2);
  private final FastForwardClock clock = new FastForwardClock();

  @AfterEach
  void close() {
    topics.close();
    target.close();
  }

  @ParameterizedTest
  @EnumSource
  void one_that_was_restored_ends_it_although_no_record_comes(OnOutage onOutage)
      throws SQLException {
    topics.write(2, Action.INSERT, 1, row("Rome"));
    topics.write(1, Action.INSERT, 2, row("Oslo"));
    try (TestLoop loop = new TestLoop(topics, target, onOutage, clock)) {
      loop.consume(2);
      loop.pollUntil("both are told", () -> applied().equals("[1, 1]"));
      target.open(false);
      clock.forward(LONG);
      loop.pollUntil("it is away", () -> loop.progress().problem().isPresent());
      target.open(true);
      restore();

      assertEnds(loop, ErrorCode.TARGET_BEHIND, "partition 1");
    }
  }

  @Test
  void one_that_was_restored_at_once_ends_it_although_its_records_are_of_another_partition()
      throws SQLException {
    topics.write(2, Action.INSERT, 1, row("Rome"));
    topics.write(1, Action.INSERT, 2, row("Oslo"));
    try (TestLoop loop = new TestLoop(topics, target, OnOutage.PAUSE, clock)) {
      loop.consume(2);
      loop.pollUntil("both are told", () -> applied().equals("[1, 1]"));
      restore();
      topics.write(2, Action.UPDATE, 3, row("Bern"));
      clock.forward(LONG);

      assertEnds(loop, ErrorCode.TARGET_BEHIND, "partition 1");
    }
    assertThat(target.column("select city from employees where emp_id = 2")).doesNotContain("Bern");
  }

  @Test
  void one_that_is_no_longer_as_it_must_be_ends_it_before_anything_is_written()
      throws SQLException {
    topics.write(2, Action.INSERT, 1, row("Rome"));
    try (TestLoop loop = new TestLoop(topics, target, OnOutage.PAUSE, clock)) {
      loop.consume(1);
      target.readOnly(true);
      topics.write(2, Action.UPDATE, 2, row("Bern"));
      loop.pollUntil("it waits", () -> !loop.retries().isEmpty());
      target.readOnly(false);
      target.execute("create rule ignored as on insert to employees do instead nothing");

      assertEnds(loop, ErrorCode.DATABASE_NOT_SET_UP, "rules on");
    }
    assertThat(topics.deadLetters()).isEmpty();
  }

  /** What became dead letters is not in the target, and no sign of another one. */
  @Test
  void after_dead_letters_of_an_outage_it_goes_on_also_in_another_process() throws SQLException {
    topics.write(1, Action.INSERT, 1, row("Rome"));
    try (TestLoop loop = new TestLoop(topics, target, OnOutage.DLQ, clock)) {
      loop.consume(1);
      target.readOnly(true);
      topics.write(1, Action.UPDATE, 2, row("Bern"));
      loop.consume(2);
    }
    target.readOnly(false);
    topics.write(1, Action.UPDATE, 3, row("Oslo"));
    try (TestLoop loop = new TestLoop(topics, target, OnOutage.DLQ, clock)) {
      loop.consume(1);
    }
    assertThat(topics.deadLetters()).hasSize(1);
    assertThat(target.column("select city from employees")).containsExactly("Oslo");
  }

  @Test
  void dead_letters_of_the_first_batch_stay_behind_the_group_and_the_target_is_told_later()
      throws SQLException {
    intoOutage();
    try (TestLoop loop = new TestLoop(topics, target, OnOutage.DLQ, clock)) {
      loop.consume(1);
      target.readOnly(false);
      loop.pollUntil("it is told", () -> applied().equals("[0, 2]"));
    }
    assertThat(topics.readers().uncommitted()).isZero();
    assertThat(topics.deadLetters()).hasSize(1);
  }

  @Test
  void one_that_was_restored_ends_another_process_also_after_dead_letters_of_an_outage()
      throws SQLException {
    intoOutage();
    try (TestLoop loop = new TestLoop(topics, target, OnOutage.DLQ, clock)) {
      loop.consume(1);
    }
    target.readOnly(false);
    restore();
    try (TestLoop loop = new TestLoop(topics, target, OnOutage.DLQ, clock)) {
      assertEnds(loop, ErrorCode.TARGET_BEHIND, "before offset 1 of partition 1");
    }
  }

  /** The second change of employee 1 comes when no consumer is there, and no target. */
  private void intoOutage() throws SQLException {
    topics.write(1, Action.INSERT, 1, row("Rome"));
    try (TestLoop loop = new TestLoop(topics, target, OnOutage.DLQ, clock)) {
      loop.consume(1);
      loop.pollUntil("both are told", () -> applied().equals("[0, 1]"));
    }
    target.readOnly(true);
    topics.write(1, Action.UPDATE, 2, row("Bern"));
  }

  private void restore() throws SQLException {
    target.executeAsSuperuser("update applied_offsets set next_offset = 0 where partition = 1");
  }

  private String applied() {
    return target
        .column("select next_offset from applied_offsets where partition >= 0 order by partition")
        .toString();
  }

  private static void assertEnds(TestLoop loop, ErrorCode code, String says) {
    assertThatThrownBy(() -> loop.pollUntil("it ends", () -> false))
        .isInstanceOfSatisfying(CdcException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageContaining(says);
  }
}
