package io.employeecdc.consumer.loop;

import static io.employeecdc.consumer.testing.Changes.row;
import static io.employeecdc.consumer.testing.TestTopics.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.consumer.apply.Counts;
import io.employeecdc.consumer.testing.TestLoop;
import io.employeecdc.schema.Action;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who waits for whom, and for how long, where a unique value is handed on. */
class WaitingForOthersTest extends WithAStranger {
  @Test
  void values_handed_on_from_one_to_the_next_are_taken_in_the_order_of_their_changes()
      throws SQLException {
    int giver = givers + 300;
    target.execute(
        "insert into employees (emp_id, city) values (%d, 'Rome'), (%d, 'Oslo'), (%d, 'Kiel')"
            .formatted(giver, taker(0), taker(1)));
    topics.write(giver, Action.UPDATE, 1, row("Bern"));
    topics.write(taker(1), Action.UPDATE, 3, row("Oslo"));
    poll(60);
    topics.write(taker(0), Action.UPDATE, 2, row("Rome"));
    poll(60);
    assertThat(first.counts()).isEqualTo(Counts.NONE);

    stranger.unsubscribe();
    pollUntil(() -> topics.readers().uncommitted() == 0, first);
    assertThat(target.column("select emp_id || ' ' || city from employees"))
        .containsExactlyInAnyOrder(giver + " Bern", taker(0) + " Rome", taker(1) + " Oslo");
    assertThat(topics.deadLetters()).isEmpty();
  }

  /**
   * Each of the two has a partition with a taker. Seen red, as the second taker was a dead letter,
   * with partitions whose records were all read, and in part waited, taken for done.
   */
  @Test
  void values_handed_on_over_several_consumers_are_taken_in_the_order_of_their_changes()
      throws SQLException {
    try (TestLoop second = new TestLoop(topics, target, OnOutage.PAUSE)) {
      pollUntil(() -> Set.copyOf(topics.readers().owners().values()).size() == 3, first, second);
      pollUntil(() -> stranger.assignment().size() == 1, first, second);
      givers = stranger.assignment().iterator().next().partition();
      int one = 300 + topics.readers().partitionOf(first.clientId());
      int other = 300 + topics.readers().partitionOf(second.clientId());
      target.execute(
          "insert into employees (emp_id, city) values (%d, 'Rome'), (%d, 'Oslo'), (%d, 'Kiel')"
              .formatted(givers + 300, one, other));
      topics.write(givers + 300, Action.UPDATE, 1, row("Bern"));
      topics.write(one, Action.UPDATE, 2, row("Rome"));
      topics.write(other, Action.UPDATE, 3, row("Oslo"));
      for (int i = 0; i < 30; i++) {
        poll(1);
        second.pollOnce();
      }

      // What the stranger would have done with its record.
      target.execute("update employees set city = 'Bern' where emp_id = " + (givers + 300));
      stranger.commitSync(
          Map.of(new TopicPartition(topics.topic(), givers), new OffsetAndMetadata(1)));
      for (int i = 0; i < 30; i++) {
        second.pollOnce();
        drop();
      }
      assertThat(topics.deadLetters()).isEmpty();
      pollUntil(() -> topics.readers().uncommitted() == 0, first, second);
      assertThat(target.column("select emp_id || ' ' || city from employees"))
          .containsExactlyInAnyOrder((givers + 300) + " Bern", one + " Rome", other + " Oslo");
      assertThat(topics.deadLetters()).isEmpty();
    }
  }

  /** And one that is wanted in vain does not wait for long for older ones that nobody tries. */
  @Test
  void older_changes_that_wait_elsewhere_are_waited_for_five_seconds() throws SQLException {
    try (TestLoop second = new TestLoop(topics, target, OnOutage.PAUSE)) {
      pollUntil(() -> Set.copyOf(topics.readers().owners().values()).size() == 3, first, second);
      pollUntil(() -> stranger.assignment().size() == 1, first, second);
      givers = stranger.assignment().iterator().next().partition();
      target.execute("insert into employees (emp_id, city) values (1000, 'Rome'), (1001, 'Oslo')");
      topics.write(300 + givers, Action.DELETE, 1, null);
      topics.write(
          300 + topics.readers().partitionOf(second.clientId()), Action.INSERT, 2, row("Rome"));
      topics.write(
          300 + topics.readers().partitionOf(first.clientId()), Action.INSERT, 3, row("Oslo"));
      for (int i = 0; i < 30; i++) {
        poll(1);
        second.pollOnce();
      }
      stranger.commitSync(
          Map.of(new TopicPartition(topics.topic(), givers), new OffsetAndMetadata(1)));
      poll(30);
      assertThat(topics.deadLetters()).isEmpty();
      lookOnFor(Duration.ofSeconds(6));
      pollUntil(() -> topics.deadLetters().size() == 1, first);
      pollUntil(() -> topics.readers().uncommitted() == 0, first, second);
      assertThat(topics.deadLetters()).hasSize(2);
    }
  }

  /**
   * As it does for a moment after each commit, and for long after the death of a broker. Seen red,
   * as the taker was a dead letter, with the ends that a reader of committed records is told.
   */
  @Test
  void a_value_is_waited_for_that_is_given_up_in_a_transaction_whose_markers_are_missing()
      throws Exception {
    stranger.unsubscribe();
    pollUntil(() -> Set.copyOf(topics.readers().owners().values()).size() == 1, first);
    target.execute(
        "insert into employees (emp_id, city) values (%d, 'Rome')".formatted(givers + 300));
    byte[] giving = topics.value(givers + 300, Action.UPDATE, 1, row("Bern"));
    try (KafkaProducer<byte[], byte[]> giver = topics.inTransaction()) {
      giver.send(topics.at(givers, key(givers + 300), giving, null)).get();
      topics.write(taker(0), Action.INSERT, 2, row("Rome"));
      poll(60);
      assertThat(topics.deadLetters()).isEmpty();

      giver.commitTransaction();
      pollUntil(() -> cities().containsAll(List.of("Bern", "Rome")), first);
      assertThat(target.column("select emp_id || ' ' || city from employees"))
          .containsExactlyInAnyOrder((givers + 300) + " Bern", taker(0) + " Rome");
      assertThat(topics.deadLetters()).isEmpty();
    }
  }

  /**
   * As by a producer that was away for an hour: its records are old, the markers of its
   * transactions are not. Seen red, as the taker was a dead letter, with a goal at the first offset
   * whose time is much later: that is a marker's.
   */
  @Test
  void a_value_is_waited_for_that_was_published_long_after_it_was_given_up() throws SQLException {
    long hourAgo = Instant.now().minus(Duration.ofHours(1)).toEpochMilli();
    int giver = givers + 300;
    target.execute("insert into employees (emp_id, city) values (%d, 'Rome')".formatted(giver));
    byte[] other = topics.value(givers + 30, Action.INSERT, 1, row("Riga"));
    byte[] giving = topics.value(giver, Action.UPDATE, 2, row("Bern"));
    topics.sendTogether(List.of(topics.at(givers, key(givers + 30), other, hourAgo)));
    topics.sendTogether(List.of(topics.at(givers, key(giver), giving, hourAgo)));
    stranger.commitSync(
        Map.of(new TopicPartition(topics.topic(), givers), new OffsetAndMetadata(2)));
    byte[] taking = topics.value(taker(0), Action.INSERT, 3, row("Rome"));
    topics.send(takers.get(0), key(taker(0)), taking, hourAgo);
    poll(60);
    assertThat(topics.deadLetters()).isEmpty();

    stranger.unsubscribe();
    pollUntil(() -> cities().containsAll(List.of("Bern", "Rome")), first);
    assertThat(target.column("select emp_id || ' ' || city from employees"))
        .containsExactlyInAnyOrder(giver + " Bern", taker(0) + " Rome");
    assertThat(topics.deadLetters()).isEmpty();
  }

  /** Seen red with that rule taken out. */
  @Tag("nightly")
  @Test
  void a_partition_with_a_backlog_is_far_enough_where_what_is_read_is_much_younger()
      throws SQLException {
    target.execute("insert into employees (emp_id, city) values (1000, 'Rome')");
    for (int i = 0; i < 3; i++) {
      topics.write(givers + 300, Action.UPDATE, i + 1, row("Bern"));
    }
    long now = System.currentTimeMillis();
    byte[] taking = topics.value(taker(0), Action.INSERT, 4, row("Rome"));
    topics.send(takers.get(0), key(taker(0)), taking, now);
    strangerIsThroughOne(now + 60_000);
    poll(60);
    assertThat(topics.deadLetters()).isEmpty();

    strangerIsThroughOne(now + 60_001);
    poll(60);
    assertThat(topics.deadLetters()).hasSize(1);
  }

  /**
   * And its offset lies where the dead one's did: what waited there is not known until it is read.
   * Seen red, as the taker was a dead letter, where those who are far enough are not looked at
   * again.
   */
  @Tag("nightly")
  @Test
  void a_partition_that_is_read_again_after_its_consumers_death_is_waited_for_again()
      throws SQLException {
    target.execute("insert into employees (emp_id, city) values (1000, 'Rome')");
    topics.write(givers + 300, Action.UPDATE, 1, row("Bern"));
    topics.write(givers + 300, Action.UPDATE, 2, row("Kiel"));
    topics.write(taker(0), Action.INSERT, 3, row("Rome"));
    poll(60);
    strangerCommits(0, "through 2 holds 1 from 1 of " + (givers + 300));
    poll(60);
    assertThat(topics.deadLetters()).isEmpty();

    strangerCommits(0, "through 1");
    poll(60);
    assertThat(topics.deadLetters()).isEmpty();

    strangerCommits(2, "through 2");
    poll(60);
    assertThat(topics.deadLetters()).hasSize(1);
  }

  private void strangerIsThroughOne(long timestamp) {
    strangerCommits(1, "through 1 at " + timestamp);
  }

  private void strangerCommits(long offset, String note) {
    stranger.commitSync(
        Map.of(new TopicPartition(topics.topic(), givers), new OffsetAndMetadata(offset, note)));
  }
}
