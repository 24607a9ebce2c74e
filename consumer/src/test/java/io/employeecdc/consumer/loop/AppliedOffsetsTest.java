package io.employeecdc.consumer.loop;

import static io.employeecdc.consumer.testing.Changes.row;
import static io.employeecdc.consumer.testing.TestTopics.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.employeecdc.consumer.testing.FastForwardClock;
import io.employeecdc.consumer.testing.LogLines;
import io.employeecdc.consumer.testing.TestLoop;
import io.employeecdc.consumer.testing.TestTarget;
import io.employeecdc.consumer.testing.TestTopics;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import io.employeecdc.schema.Action;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The group has committed offset 1, and the target says 0. */
@Tag("servers")
class AppliedOffsetsTest {
  private final TestTarget target = new TestTarget();
  private final TestTopics topics = new TestTopics(1);
  private final FastForwardClock clock = new FastForwardClock();

  @AfterEach
  void close() {
    topics.close();
    target.close();
  }

  @Test
  void offsets_that_passed_dead_letters_of_an_outage_are_taken_as_they_are() throws SQLException {
    committed("dead letters of an outage before it, from 0");
    try (TestLoop loop = new TestLoop(topics, target, OnOutage.PAUSE)) {
      loop.pollUntil("all is read", () -> topics.readers().uncommitted() == 0);
      loop.pollUntil("the target knows", () -> applied().equals("[2]"));
    }
    assertThat(target.column("select emp_id from employees")).containsExactly("2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"in applied_offsets", "", "dead letters of an outage before it, from 1"})
  void offsets_that_the_target_should_know_and_does_not_end_it(String metadata)
      throws SQLException {
    committed(metadata);
    try (TestLoop loop = new TestLoop(topics, target, OnOutage.PAUSE)) {
      assertThatThrownBy(() -> loop.consume(1))
          .isInstanceOfSatisfying(
              CdcException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TARGET_BEHIND))
          .hasMessageContaining("up to 0")
          .hasMessageContaining("cdc offsets --to-applied");
    }
    assertThat(target.employees()).isEmpty();
  }

  /** As after a week without consumers, or with a new name. */
  @Test
  void a_group_without_offsets_does_not_pass_what_the_topic_has_no_more_and_the_target_lacks()
      throws Exception {
    try (TestTopics shortened = TestTopics.notCompacted(1);
        TestLoop loop = new TestLoop(shortened, target, OnOutage.PAUSE)) {
      shortened.write(1, Action.INSERT, 1, row("Rome"));
      shortened.write(2, Action.INSERT, 2, row("Oslo"));
      shortened.deleteBefore(1);
      knows(shortened, 0, shortened.id());

      assertThatThrownBy(() -> loop.consume(1))
          .isInstanceOfSatisfying(
              CdcException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TARGET_BEHIND));
    }
    assertThat(target.employees()).isEmpty();
  }

  @Test
  void a_topic_that_was_made_again_ends_it_before_anything_is_applied() throws SQLException {
    topics.write(1, Action.INSERT, 1, row("Rome"));
    knows(topics, 0, "another");
    try (TestLoop loop = new TestLoop(topics, target, OnOutage.PAUSE)) {
      assertThatThrownBy(() -> loop.consume(1))
          .isInstanceOfSatisfying(
              CdcException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOPIC_CHANGED))
          .hasMessageContaining("cdc offsets --to-earliest");
    }
    assertThat(target.employees()).isEmpty();
  }

  @Test
  void where_an_operator_has_set_the_offset_the_topic_that_is_there_is_the_one()
      throws SQLException {
    topics.write(1, Action.INSERT, 1, row("Rome"));
    knows(topics, 0, null);
    try (TestLoop loop = new TestLoop(topics, target, OnOutage.PAUSE)) {
      loop.consume(1);
    }
    assertThat(target.column("select topic_id from applied_offsets where partition >= 0"))
        .containsExactly(topics.id());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "in applied_offsets; false",
        "dead letters of an outage before it, from 1; false",
        "dead letters of an outage before it, from 1, unless it knows nothing of it; true",
        "by an operator; true"
      })
  void a_target_that_knows_nothing_of_the_partition_ends_it_unless_the_group_says_that_it_may(
      String metadata, boolean goesOn) throws SQLException {
    committed(metadata);
    target.execute("truncate applied_offsets");
    try (TestLoop loop = new TestLoop(topics, target, OnOutage.PAUSE)) {
      if (goesOn) {
        loop.consume(1);
      } else {
        assertThatThrownBy(() -> loop.consume(1)).hasMessageContaining("applied nothing of it");
      }
    }
    assertThat(target.employees()).hasSize(goesOn ? 1 : 0);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void what_lies_further_back_than_the_topic_keeps_every_change_is_told(boolean known)
      throws SQLException {
    oneInTransactionLongAgo();
    if (known) {
      knows(topics, 0, topics.id());
    }
    try (LogLines log = new LogLines(OffsetTracker.class);
        TestLoop loop = new TestLoop(topics, target, OnOutage.PAUSE, clock)) {
      loop.consume(1);
      assertThat(log.lines()).hasSize(known ? 1 : 0).allMatch(line -> line.startsWith("WARN"));
      assertThat(String.join("", log.lines())).contains(known ? "cdc verify --repair" : "");
    }
  }

  @Test
  void the_mark_of_a_transaction_alone_is_not_told() throws SQLException {
    oneInTransactionLongAgo();
    knows(topics, 1, topics.id());
    commit("in applied_offsets");
    try (LogLines log = new LogLines(OffsetTracker.class);
        TestLoop loop = new TestLoop(topics, target, OnOutage.PAUSE, clock)) {
      loop.pollUntil("all is read", () -> topics.readers().uncommitted() == 0);
      assertThat(log.lines()).isEmpty();
    }
  }

  /** Each write would be a flush of the server's log, and a segment of it to archive. */
  @Test
  void who_looks_every_ten_seconds_writes_nothing_where_nothing_happens() {
    topics.write(1, Action.INSERT, 1, row("Rome"));
    String rows =
        "select concat_ws(' ', next_offset, applied_at, xmin, xmax) from applied_offsets"
            + " where partition >= 0";
    try (TestLoop loop = new TestLoop(topics, target, OnOutage.PAUSE, clock)) {
      loop.pollUntil("it is told", () -> applied().equals("[1]"));
      List<String> told = target.column(rows);
      for (int i = 0; i < 3; i++) {
        clock.forward(Duration.ofSeconds(10));
        loop.pollOnce();
      }
      assertThat(target.column(rows)).isEqualTo(told);
    }
  }

  private void oneInTransactionLongAgo() {
    topics.sendTogether(
        List.of(topics.at(0, key(1), topics.value(1, Action.INSERT, 1, row("Rome")), null)));
    clock.forward(Duration.ofDays(8));
  }

  private void knows(TestTopics of, long next, String id) throws SQLException {
    target.execute(
        "insert into applied_offsets values ('%s', 0, %d, now(), %s)"
            .formatted(of.topic(), next, id == null ? "null" : "'" + id + "'"));
  }

  private String applied() {
    return target.column("select next_offset from applied_offsets where partition >= 0").toString();
  }

  private void committed(String metadata) throws SQLException {
    topics.write(1, Action.INSERT, 1, row("Rome"));
    topics.write(2, Action.INSERT, 2, row("Oslo"));
    knows(topics, 0, topics.id());
    commit(metadata);
  }

  private void commit(String metadata) {
    try (KafkaConsumer<byte[], byte[]> member = topics.readers().newMember()) {
      member.commitSync(
          Map.of(new TopicPartition(topics.topic(), 0), new OffsetAndMetadata(1, metadata)));
    }
  }
}
