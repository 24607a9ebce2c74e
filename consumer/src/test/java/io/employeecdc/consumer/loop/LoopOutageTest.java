package io.employeecdc.consumer.loop;

import static io.employeecdc.consumer.testing.Changes.row;
import static io.employeecdc.consumer.testing.TestTopics.header;
import static io.employeecdc.consumer.testing.TestTopics.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.employeecdc.consumer.testing.Counts;
import io.employeecdc.consumer.testing.TestLoop;
import io.employeecdc.consumer.testing.TestTarget;
import io.employeecdc.consumer.testing.TestTopics;
import io.employeecdc.localstack.TestStack;
import io.employeecdc.schema.Action;
import java.sql.SQLException;
import java.util.Collections;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The target or the registry is away for a while: what waits, and what is given up. */
@Tag("servers")
class LoopOutageTest {
  private final TestTarget target = new TestTarget();
  private final TestTopics topics = TestTopics.notCompacted(2);

  @AfterEach
  void close() {
    topics.close();
    target.close();
  }

  @Test
  void waits_for_a_locked_table_without_dead_letters() throws SQLException {
    topics.write(1, Action.INSERT, 1, row("Rome"));
    try (TestLoop loop = loop(OnOutage.PAUSE);
        var locker = target.connect();
        var lock = locker.createStatement()) {
      locker.setAutoCommit(false);
      lock.execute("lock table employees");
      loop.pollUntil("three tries", () -> loop.retries().size() >= 3);
      assertThat(loop.progress().problem()).get().asString().contains("SQLSTATE 55P03");
      assertThat(loop.consumed()).isZero();
      assertThat(loop.pausedPartitions()).isPositive();

      locker.rollback();
      loop.consume(1);
      assertThat(loop.pausedPartitions()).isZero();
      assertThat(loop.failedTries()).isZero();
      assertThat(loop.retries()).containsOnly("target");
      assertThat(loop.progress().problem()).isEmpty();
    }
    assertThat(target.employees()).hasSize(1);
    assertThat(topics.deadLetters()).isEmpty();
  }

  @Test
  void a_session_that_may_not_write_is_not_kept_when_new_ones_may() throws SQLException {
    topics.write(1, Action.INSERT, 1, row("Rome"));
    target.readOnly(true);
    try (TestLoop loop = loop(OnOutage.PAUSE)) {
      loop.pollUntil("two tries", () -> loop.retries().size() >= 2);
      target.readOnlyForNewSessions(false);
      loop.consume(1);
    }
    assertThat(target.employees()).hasSize(1);
    assertThat(topics.deadLetters()).isEmpty();
  }

  @Test
  void dead_letters_a_batch_after_three_tries_where_that_is_wanted() throws SQLException {
    topics.write(1, Action.INSERT, 1, row("Rome"));
    topics.write(2, Action.INSERT, 2, row("Oslo"));
    target.readOnly(true);
    try (TestLoop loop = loop(OnOutage.DLQ)) {
      loop.consume(2);
      assertThat(loop.retries().size()).isGreaterThanOrEqualTo(2);
      assertThat(loop.counts()).isEqualTo(Counts.NONE);
    }
    assertThat(topics.deadLetters())
        .hasSize(2)
        .allSatisfy(
            letter -> {
              assertThat(header(letter, "__connect.errors.stage")).isEqualTo("APPLY");
              assertThat(header(letter, "__cdc.errors.sqlstate")).isEqualTo("25006");
              assertThat(header(letter, "__cdc.errors.tries")).isEqualTo("3");
            });
    assertThat(topics.readers().uncommitted()).isZero();
  }

  @Test
  void an_outage_of_the_registry_is_no_try_of_the_target() throws SQLException {
    byte[] newer = topics.withOneMoreField(topics.value(1, Action.INSERT, 1, row("Rome")));
    try (TestLoop loop = loop(OnOutage.DLQ)) {
      TestStack.shared().registry().pause();
      topics.send(0, key(1), newer, null);
      loop.pollUntil("two tries", () -> loop.retries().size() >= 2);
      target.readOnly(true);
      TestStack.shared().registry().resume();

      loop.consume(1);
      assertThat(Collections.frequency(loop.retries(), "target")).isGreaterThanOrEqualTo(2);
    } finally {
      TestStack.shared().registry().resume();
    }
    assertThat(topics.deadLetters())
        .extracting(letter -> header(letter, "__cdc.errors.sqlstate"))
        .containsExactly("25006");
  }

  @Test
  void where_a_batch_is_given_up_what_cannot_be_decoded_is_tried_as_often_as_ever()
      throws SQLException {
    topics.write(1, Action.INSERT, 1, row("Rome"));
    byte[] unknown = topics.value(2, Action.INSERT, 2, row("Oslo"));
    unknown[1] = 0x7f;
    topics.send(0, key(2), unknown, null);
    topics.send(0, key(3), new byte[] {1, 2, 3}, null);
    target.readOnly(true);
    try (TestLoop loop = loop(OnOutage.DLQ)) {
      loop.consume(3);
    }
    assertThat(topics.deadLetters())
        .extracting(
            letter -> header(letter, "__connect.errors.stage"),
            letter -> header(letter, "__cdc.errors.tries"))
        .containsExactlyInAnyOrder(tuple("APPLY", "3"), tuple("DECODE", "1"), tuple("DECODE", "1"));
  }

  @Test
  void while_the_registry_is_silent_known_schemas_flow_and_an_unseen_id_waits() {
    byte[] newer = topics.withOneMoreField(topics.value(2, Action.INSERT, 3, row("Oslo")));
    topics.write(1, Action.INSERT, 1, row("Rome"));
    try (TestLoop loop = loop(OnOutage.DLQ)) {
      loop.consume(1);
      TestStack.shared().registry().pause();
      topics.write(1, Action.UPDATE, 2, row("Bern"));
      loop.consume(2);

      topics.send(0, key(2), newer, null);
      loop.pollUntil("two tries", () -> loop.retries().size() >= 2);
      assertThat(loop.retries()).containsOnly("registry");
      assertThat(loop.progress().problem()).get().asString().contains("does not answer");
      assertThat(loop.consumed()).isEqualTo(2);

      TestStack.shared().registry().resume();
      loop.consume(3);
      assertThat(loop.counts()).isEqualTo(new Counts(3, 0, 0));
    } finally {
      TestStack.shared().registry().resume();
    }
    assertThat(target.employees()).hasSize(2);
    assertThat(topics.deadLetters()).isEmpty();
    assertThat(topics.readers().uncommitted()).isZero();
  }

  private TestLoop loop(OnOutage onOutage) {
    return new TestLoop(topics, target, onOutage);
  }
}
