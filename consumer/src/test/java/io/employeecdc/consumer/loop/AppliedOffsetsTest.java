package io.employeecdc.consumer.loop;

import static io.employeecdc.consumer.testing.Changes.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.employeecdc.consumer.testing.TestLoop;
import io.employeecdc.consumer.testing.TestTarget;
import io.employeecdc.consumer.testing.TestTopics;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import io.employeecdc.schema.Action;
import java.sql.SQLException;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The group has committed offset 1, and the target says 0. */
class AppliedOffsetsTest {
  private final TestTarget target = new TestTarget();
  private final TestTopics topics = new TestTopics(1);

  @AfterEach
  void close() {
    topics.close();
    target.close();
  }

  /** Seen red where the metadata is not looked at. */
  @Test
  void offsets_that_a_consumer_of_before_or_an_operator_committed_are_taken_as_they_are()
      throws SQLException {
    committed("through 1 at 1700000000000 holds 1 from 7 of 12");
    try (TestLoop loop = new TestLoop(topics, target, OnOutage.PAUSE)) {
      loop.pollUntil("all is read", () -> topics.readers().uncommitted() == 0);
      loop.pollUntil("the target knows", () -> applied().equals("[2]"));
    }
    assertThat(target.column("select emp_id from employees")).containsExactly("2");
  }

  @Test
  void offsets_that_the_target_should_know_and_does_not_end_it() throws SQLException {
    committed("in applied_offsets");
    try (TestLoop loop = new TestLoop(topics, target, OnOutage.PAUSE)) {
      assertThatThrownBy(() -> loop.consume(1))
          .isInstanceOfSatisfying(
              CdcException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TARGET_BEHIND))
          .hasMessageContaining("up to 0")
          .hasMessageContaining("cdc offsets --to-applied");
    }
    assertThat(target.employees()).isEmpty();
  }

  private String applied() {
    return target.column("select next_offset from applied_offsets").toString();
  }

  private void committed(String metadata) throws SQLException {
    topics.write(1, Action.INSERT, 1, row("Rome"));
    topics.write(2, Action.INSERT, 2, row("Oslo"));
    target.execute("insert into applied_offsets values ('%s', 0, 0)".formatted(topics.topic()));
    try (KafkaConsumer<byte[], byte[]> member = topics.readers().newMember()) {
      member.commitSync(
          Map.of(new TopicPartition(topics.topic(), 0), new OffsetAndMetadata(1, metadata)));
    }
  }
}
