package io.employeecdc.consumer.loop;

import static io.employeecdc.consumer.testing.Changes.row;
import static io.employeecdc.consumer.testing.TestTopics.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.consumer.testing.Counts;
import io.employeecdc.consumer.testing.TestLoop;
import io.employeecdc.schema.Action;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A unique value is handed on from partition to partition, and one of them is far behind. */
@Tag("servers")
class WaitingForOthersTest extends WithAStranger {
  /** As over several consumers. */
  @Tag("nightly")
  @Test
  void values_handed_on_from_one_to_the_next_are_taken_when_the_first_is_given_up()
      throws SQLException {
    int giver = givers + 300;
    target.execute(
        "insert into employees (emp_id, city) values (%d, 'Rome'), (%d, 'Oslo'), (%d, 'Kiel')"
            .formatted(giver, taker(0), taker(1)));
    topics.write(giver, Action.UPDATE, 1, row("Bern"));
    topics.write(taker(1), Action.UPDATE, 3, row("Oslo"));
    topics.write(taker(0), Action.UPDATE, 2, row("Rome"));
    pollUntil(() -> first.parked() == 2, first);
    lookOn();
    assertThat(first.counts()).isEqualTo(Counts.NONE);
    assertThat(topics.readers().uncommitted()).isEqualTo(1);

    stranger.unsubscribe();
    pollUntil(this::allIsDone, first);
    assertThat(target.column("select emp_id || ' ' || city from employees"))
        .containsExactlyInAnyOrder(giver + " Bern", taker(0) + " Rome", taker(1) + " Oslo");
    assertThat(topics.deadLetters()).isEmpty();
  }

  /** Each of the two has a partition with a taker. */
  @Test
  void values_handed_on_over_several_consumers_are_taken_when_the_first_is_given_up()
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
      pollUntil(() -> first.parked() + second.parked() == 2, first, second);

      stranger.unsubscribe();
      pollUntil(this::allIsDone, first, second);
      assertThat(target.column("select emp_id || ' ' || city from employees"))
          .containsExactlyInAnyOrder((givers + 300) + " Bern", one + " Rome", other + " Oslo");
      assertThat(topics.deadLetters()).isEmpty();
    }
  }

  @Test
  void what_is_wanted_in_vain_is_a_dead_letter_once_the_last_partition_has_moved()
      throws SQLException {
    target.execute("insert into employees (emp_id, city) values (1000, 'Rome'), (1001, 'Oslo')");
    topics.write(300 + givers, Action.DELETE, 1, null);
    topics.write(taker(0), Action.INSERT, 2, row("Rome"));
    topics.write(taker(1), Action.INSERT, 3, row("Oslo"));
    lookOn();
    assertThat(topics.deadLetters()).isEmpty();

    stranger.unsubscribe();
    pollUntil(() -> topics.deadLetters().size() == 2, first);
    pollUntil(this::allIsDone, first);
    assertThat(topics.deadLetters())
        .allSatisfy(
            letter ->
                assertThat(
                        new String(
                            letter.headers().lastHeader("__cdc.errors.constraint").value(),
                            StandardCharsets.UTF_8))
                    .isEqualTo("one_per_city"));
  }

  /** As it does for a moment after each commit, and for long after the death of a broker. */
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
      lookOn();
      assertThat(topics.deadLetters()).isEmpty();

      giver.commitTransaction();
      pollUntil(() -> cities().containsAll(List.of("Bern", "Rome")), first);
      assertThat(target.column("select emp_id || ' ' || city from employees"))
          .containsExactlyInAnyOrder((givers + 300) + " Bern", taker(0) + " Rome");
      assertThat(topics.deadLetters()).isEmpty();
    }
  }

  /** As by a producer that was away for an hour: its records are old. */
  @Test
  void a_value_is_waited_for_that_was_published_long_after_it_was_given_up() throws SQLException {
    long hourAgo = Instant.now().minus(Duration.ofHours(1)).toEpochMilli();
    int giver = givers + 300;
    target.execute("insert into employees (emp_id, city) values (%d, 'Rome')".formatted(giver));
    byte[] other = topics.value(givers + 30, Action.INSERT, 1, row("Riga"));
    byte[] giving = topics.value(giver, Action.UPDATE, 2, row("Bern"));
    topics.sendTogether(List.of(topics.at(givers, key(givers + 30), other, hourAgo)));
    topics.sendTogether(List.of(topics.at(givers, key(giver), giving, hourAgo)));
    byte[] taking = topics.value(taker(0), Action.INSERT, 3, row("Rome"));
    topics.send(takers.get(0), key(taker(0)), taking, hourAgo);
    lookOn();
    assertThat(topics.deadLetters()).isEmpty();

    stranger.unsubscribe();
    pollUntil(() -> cities().containsAll(List.of("Bern", "Rome")), first);
    assertThat(target.column("select emp_id || ' ' || city from employees"))
        .containsExactlyInAnyOrder(giver + " Bern", taker(0) + " Rome", (givers + 30) + " Riga");
    assertThat(topics.deadLetters()).isEmpty();
  }
}
