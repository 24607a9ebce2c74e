package io.employeecdc.consumer.loop;

import static io.employeecdc.consumer.testing.Changes.row;
import static io.employeecdc.consumer.testing.TestTopics.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.employeecdc.consumer.apply.Counts;
import io.employeecdc.consumer.testing.FastForwardClock;
import io.employeecdc.consumer.testing.TestLoop;
import io.employeecdc.consumer.testing.TestTarget;
import io.employeecdc.consumer.testing.TestTopics;
import io.employeecdc.schema.Action;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Records that wait for a unique value while partitions go from one consumer to another. The value
 * is given up in a partition whose consumer, a stranger in the group, reads and applies nothing; so
 * they wait until it has left.
 */
class HeldRecordTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  private final TestTarget target = new TestTarget();
  private final TestTopics topics = new TestTopics(3);
  private final KafkaConsumer<byte[], byte[]> stranger = topics.readers().newMember();
  private final FastForwardClock clock = new FastForwardClock();
  private final TestLoop first = new TestLoop(topics, target, clock);

  private int givers;
  private List<Integer> takers;

  @BeforeEach
  void awaitAssignment() throws SQLException {
    target.execute("alter table employees add constraint one_per_city unique (city)");
    stranger.subscribe(List.of(topics.topic()));
    await("both in the group").atMost(LIMIT).until(this::bothHavePartitions);
    givers = stranger.assignment().iterator().next().partition();
    takers = IntStream.range(0, 3).filter(p -> p != givers).boxed().toList();
  }

  @AfterEach
  void close() {
    first.close();
    stranger.close();
    topics.close();
    target.close();
  }

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

  private void strangerIsThroughOne(long timestamp) {
    stranger.commitSync(
        Map.of(
            new TopicPartition(topics.topic(), givers),
            new OffsetAndMetadata(1, "through 1 at " + timestamp)));
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

  private int taker(int number) {
    return takers.get(number) + 300;
  }

  private List<String> cities() {
    return target.column("select city from employees");
  }

  private boolean bothHavePartitions() {
    first.pollOnce();
    drop();
    return stranger.assignment().size() == 1
        && Set.copyOf(topics.readers().owners().values()).size() == 2
        && topics.readers().owners().size() == 3;
  }

  /** In little steps: time in which it does not look at all counts as an outage. */
  private void lookOnFor(Duration time) {
    for (int i = 0; i < 10; i++) {
      clock.forward(time.dividedBy(10));
      poll(1);
    }
  }

  private void poll(int times) {
    for (int i = 0; i < times; i++) {
      first.pollOnce();
      drop();
    }
  }

  private void drop() {
    if (!stranger.subscription().isEmpty()) {
      ConsumerRecords<byte[], byte[]> unused = stranger.poll(Duration.ZERO);
    }
  }

  private void pollUntil(java.util.function.BooleanSupplier holds, TestLoop... loops) {
    await()
        .atMost(LIMIT)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .pollInSameThread()
        .until(
            () -> {
              for (TestLoop loop : loops) {
                loop.pollOnce();
              }
              drop();
              return holds.getAsBoolean();
            });
  }
}
