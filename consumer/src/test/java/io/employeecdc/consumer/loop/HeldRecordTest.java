package io.employeecdc.consumer.loop;

import static io.employeecdc.consumer.testing.Changes.row;
import static io.employeecdc.consumer.testing.TestTopics.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.consumer.apply.Counts;
import io.employeecdc.consumer.testing.TestLoop;
import io.employeecdc.schema.Action;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

/** Records that wait for a unique value while partitions or servers go. */
class HeldRecordTest extends WithAStranger {
  @Test
  void a_waiting_record_whose_partition_is_revoked_is_applied_once_by_whoever_has_it()
      throws SQLException {
    holdARecordInEachPartitionOfTheFirst();
    long behind = topics.readers().uncommitted();

    int kept;
    try (TestLoop second = new TestLoop(topics, target, OnOutage.PAUSE)) {
      pollUntil(() -> topics.readers().owners().containsValue(second.clientId()), first, second);
      // It gets a partition from the record that waits, with what had been applied behind it.
      pollUntil(() -> second.counts().duplicates() > 0, first, second);
      assertThat(topics.readers().uncommitted()).isEqualTo(behind);

      // The newer change of an employee whose older one waits.
      kept = takers.indexOf(topics.readers().partitionOf(first.clientId()));
      topics.write(taker(kept), Action.UPDATE, 10, row("Kiel"));
      pollUntil(() -> cities().contains("Kiel"), first, second);
      assertThat(first.counts()).isEqualTo(new Counts(3, 0, 0));
      assertThat(topics.deadLetters()).isEmpty();
      assertThat(target.column("select emp_id from employees"))
          .doesNotContain("" + taker(1 - kept));

      stranger.unsubscribe();
      pollUntil(() -> topics.readers().uncommitted() == 0, first, second);
      Counts all = first.counts().plus(second.counts());
      assertThat(all.applied()).isEqualTo(6);
      assertThat(all.superseded()).isEqualTo(1);
    }
    assertEachOnce(kept);
  }

  @Test
  void a_waiting_record_of_a_consumer_that_ends_is_applied_once_by_the_next() throws SQLException {
    holdARecordInEachPartitionOfTheFirst();
    topics.write(taker(0), Action.UPDATE, 10, row("Kiel"));
    pollUntil(() -> cities().contains("Kiel"), first);
    first.close();
    assertThat(topics.deadLetters()).isEmpty();

    stranger.unsubscribe();
    try (TestLoop second = new TestLoop(topics, target, OnOutage.PAUSE)) {
      pollUntil(() -> topics.readers().uncommitted() == 0, second);
      assertThat(second.counts().duplicates()).isEqualTo(3);
      assertThat(second.counts().superseded()).isEqualTo(1);
    }
    assertEachOnce(0);
  }

  /** Seen red where the other one, which did not meet the outage itself, loses its patience. */
  @Test
  void an_outage_of_the_target_takes_no_patience_from_a_waiting_record() throws SQLException {
    holdARecordInEachPartitionOfTheFirst();
    target.readOnly(true);
    lookOnFor(Duration.ofSeconds(31));
    pollUntil(() -> first.retries().contains("target"), first);
    target.readOnly(false);
    topics.write(taker(0) + 9, Action.INSERT, 10, row("Kiel"));
    pollUntil(() -> cities().contains("Kiel"), first);
    poll(60);
    assertThat(topics.deadLetters()).isEmpty();

    stranger.unsubscribe();
    pollUntil(() -> topics.readers().uncommitted() == 0, first);
    assertThat(cities()).contains("Rome", "Oslo");
    assertThat(topics.deadLetters()).hasSize(2);
  }

  /**
   * As by a consumer that died while it wrote dead letters: until the brokers end its transaction,
   * whoever follows it cannot begin. Seen red where the group's offsets are not asked for once
   * more.
   */
  @Test
  void offsets_in_a_transaction_that_is_not_over_take_no_patience_from_a_waiting_record()
      throws SQLException {
    holdARecordInEachPartitionOfTheFirst();
    try (KafkaProducer<byte[], byte[]> dead = topics.inTransaction()) {
      dead.sendOffsetsToTransaction(
          Map.of(new TopicPartition(topics.topic(), givers), new OffsetAndMetadata(1)),
          stranger.groupMetadata());
      lookOnFor(Duration.ofSeconds(31));
      assertThat(topics.deadLetters()).isEmpty();
      dead.abortTransaction();
    }

    stranger.unsubscribe();
    pollUntil(() -> topics.readers().uncommitted() == 0, first);
    assertThat(cities()).contains("Rome", "Oslo");
    assertThat(topics.deadLetters()).hasSize(2);
  }

  /** And behind each a good record, which is applied, and a bad one. */
  private void holdARecordInEachPartitionOfTheFirst() throws SQLException {
    target.execute(
        "insert into employees (emp_id, city) values (%d, 'Rome'), (%d, 'Oslo')"
            .formatted(givers + 30, givers + 60));
    topics.write(givers + 30, Action.UPDATE, 1, row("Bern"));
    topics.write(givers + 60, Action.UPDATE, 2, row("Riga"));
    topics.write(taker(0), Action.INSERT, 3, row("Rome"));
    topics.write(taker(1), Action.INSERT, 4, row("Oslo"));
    for (int i = 0; i < 2; i++) {
      topics.write(taker(i) + 3, Action.INSERT, 5 + i, row("Town " + i));
      topics.send(takers.get(i), key(taker(i) + 6), new byte[] {1, 2, 3}, null);
    }
    pollUntil(() -> cities().containsAll(List.of("Town 0", "Town 1")), first);
    poll(60);
    assertThat(first.counts()).isEqualTo(new Counts(2, 0, 0));
    assertThat(topics.readers().uncommitted(takers.get(0))).isEqualTo(3);
    assertThat(topics.readers().uncommitted(takers.get(1))).isEqualTo(3);
    assertThat(topics.deadLetters()).isEmpty();
  }

  /**
   * @param updated which of the takers became someone of Kiel
   */
  private void assertEachOnce(int updated) {
    assertThat(target.column("select city || ' ' || emp_id from employees"))
        .containsExactlyInAnyOrder(
            "Bern " + (givers + 30),
            "Riga " + (givers + 60),
            "Kiel " + taker(updated),
            (updated == 0 ? "Oslo " : "Rome ") + taker(1 - updated),
            "Town 0 " + (taker(0) + 3),
            "Town 1 " + (taker(1) + 3));
    assertThat(target.column("select action_id from processed_events order by 1"))
        .containsExactly("1", "2", "3", "4", "5", "6", "10");
    assertThat(topics.deadLetters())
        .extracting(letter -> new String(letter.key(), StandardCharsets.UTF_8))
        .containsExactlyInAnyOrder("" + (taker(0) + 6), "" + (taker(1) + 6));
  }
}
