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
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
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
    // The newer change of an employee whose older one waits.
    topics.write(taker(0), Action.UPDATE, 10, row("Kiel"));
    pollUntil(() -> cities().contains("Kiel"), first);
    assertThat(first.counts()).isEqualTo(new Counts(3, 0, 0));
    long behind = topics.readers().uncommitted();

    try (TestLoop second = new TestLoop(topics, target, OnOutage.PAUSE)) {
      pollUntil(() -> topics.readers().owners().containsValue(second.clientId()), first, second);
      // It gets a partition from the record that waits, with what had been applied behind it.
      pollUntil(() -> second.counts().duplicates() > 0, first, second);
      assertThat(topics.readers().uncommitted()).isEqualTo(behind);
      assertThat(topics.deadLetters()).isEmpty();
      assertThat(cities()).doesNotContain("Rome " + taker(0), "Oslo " + taker(1));

      stranger.unsubscribe();
      pollUntil(() -> topics.readers().uncommitted() == 0, first, second);
      Counts all = first.counts().plus(second.counts());
      assertThat(all.applied()).isEqualTo(6);
      assertThat(all.superseded()).isEqualTo(1);
    }
    assertEachOnce();
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
    assertEachOnce();
  }

  @Test
  void an_outage_of_the_target_takes_no_patience_from_a_waiting_record() throws SQLException {
    holdARecordInEachPartitionOfTheFirst();
    target.readOnly(true);
    clock.forward(Duration.ofSeconds(31));
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

  private void assertEachOnce() {
    assertThat(target.column("select city || ' ' || emp_id from employees"))
        .containsExactlyInAnyOrder(
            "Bern " + (givers + 30),
            "Riga " + (givers + 60),
            "Kiel " + taker(0),
            "Oslo " + taker(1),
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

  private void poll(int times) {
    for (int i = 0; i < times; i++) {
      first.pollOnce();
      drop();
    }
  }

  private void drop() {
    ConsumerRecords<byte[], byte[]> unused = stranger.poll(Duration.ZERO);
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
              if (!stranger.subscription().isEmpty()) {
                drop();
              }
              return holds.getAsBoolean();
            });
  }
}
