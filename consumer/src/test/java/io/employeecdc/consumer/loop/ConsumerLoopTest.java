package io.employeecdc.consumer.loop;

import static io.employeecdc.consumer.testing.Changes.row;
import static io.employeecdc.consumer.testing.TestTopics.header;
import static io.employeecdc.consumer.testing.TestTopics.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.consumer.testing.Counts;
import io.employeecdc.consumer.testing.TestLoop;
import io.employeecdc.consumer.testing.TestTarget;
import io.employeecdc.consumer.testing.TestTopics;
import io.employeecdc.schema.Action;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class ConsumerLoopTest {
  /** Recent, or the broker's retention might take the record. */
  private static final long MINUTE_AGO = System.currentTimeMillis() - 60_000;

  private final TestTarget target = new TestTarget();
  private final TestTopics topics = TestTopics.notCompacted(2);

  @AfterEach
  void close() {
    topics.close();
    target.close();
  }

  @Test
  void changes_on_the_topic_arrive_in_the_table_and_are_committed() {
    topics.write(1, Action.INSERT, 1, row("Rome"));
    topics.write(2, Action.SNAPSHOT, 2, row("Oslo"));
    topics.write(1, Action.UPDATE, 3, row("Riga"));
    topics.write(2, Action.DELETE, 4, null);
    topics.send(0, key(2), null, null);
    try (TestLoop loop = loop(OnOutage.PAUSE)) {
      loop.consume(5);

      assertThat(loop.counts()).isEqualTo(new Counts(4, 0, 0));
      assertThat(loop.tombstones()).isEqualTo(1);
      assertThat(target.employees()).containsExactly("1 Ada Lovelace 1815-12-10 Riga 100");
    }
    assertThat(topics.readers().uncommitted()).isZero();
    assertThat(topics.deadLetters()).isEmpty();
  }

  @Test
  void a_batch_whose_offsets_were_lost_is_counted_as_duplicates() {
    IntStream.range(0, 50).forEach(i -> topics.write(i, Action.INSERT, i, row("Rome")));
    try (TestLoop loop = loop(OnOutage.PAUSE)) {
      loop.consume(50);
    }
    topics.readers().resetToEarliest();
    try (TestLoop loop = loop(OnOutage.PAUSE)) {
      loop.consume(50);
      assertThat(loop.counts()).isEqualTo(new Counts(0, 50, 0));
    }
  }

  /** Each was counted as applied. */
  @Test
  void a_row_that_a_trigger_of_the_target_takes_out_of_a_write_is_a_dead_letter()
      throws SQLException {
    target.execute(
        """
        create function ignore() returns trigger language plpgsql as
        $$ begin
          if tg_op = 'DELETE' and old.city = 'Oslo' or tg_op <> 'DELETE' and new.city = 'Bern' then
            return null;
          end if;
          return coalesce(new, old);
        end $$;
        create trigger ignore before insert or update or delete on employees
          for each row execute function ignore()
        """);
    topics.write(2, Action.INSERT, 1, row("Rome"));
    topics.write(4, Action.INSERT, 2, row("Bern"));
    topics.write(6, Action.INSERT, 3, row("Oslo"));
    try (TestLoop loop = loop(OnOutage.PAUSE)) {
      loop.consume(3);
      topics.write(6, Action.DELETE, 4, null);
      topics.write(2, Action.DELETE, 5, null);
      loop.consume(5);

      assertThat(loop.counts()).isEqualTo(new Counts(3, 0, 0));
    }
    assertThat(target.column("select emp_id from employees")).containsExactly("6");
    assertThat(topics.deadLetters())
        .extracting(ConsumerRecord::key)
        .containsExactlyInAnyOrder(key(4), key(6));
    assertThat(topics.deadLetters())
        .allSatisfy(
            letter -> assertThat(header(letter, "__cdc.errors.sqlstate")).isEqualTo("27000"));
  }

  @Test
  void one_bad_row_becomes_one_dead_letter_and_its_neighbours_are_applied() {
    String secret = "Confidential" + "x".repeat(100);
    Instant before = Instant.now();
    topics.write(2, Action.INSERT, 1, row("Rome"));
    byte[] bad = topics.value(4, Action.INSERT, 2, row(secret));
    topics.send(0, key(4), bad, MINUTE_AGO);
    topics.write(6, Action.INSERT, 3, row("Riga"));
    try (TestLoop loop = loop(OnOutage.PAUSE)) {
      loop.consume(3);
      assertThat(loop.counts()).isEqualTo(new Counts(2, 0, 0));
      assertThat(loop.failedTries()).isEqualTo(3);
    }

    assertThat(target.column("select emp_id from employees order by 1")).containsExactly("2", "6");
    assertThat(topics.readers().uncommitted()).isZero();
    List<ConsumerRecord<byte[], byte[]>> letters = topics.deadLetters();
    assertThat(letters).hasSize(1);
    ConsumerRecord<byte[], byte[]> letter = letters.get(0);
    assertThat(letter.key()).isEqualTo(key(4));
    assertThat(letter.value()).isEqualTo(bad);
    assertThat(letter.timestamp()).isEqualTo(MINUTE_AGO);
    assertThat(header(letter, "__connect.errors.topic")).isEqualTo(topics.topic());
    assertThat(header(letter, "__connect.errors.partition")).isEqualTo("0");
    assertThat(header(letter, "__connect.errors.offset")).isEqualTo("1");
    assertThat(header(letter, "__connect.errors.stage")).isEqualTo("APPLY");
    assertThat(header(letter, "__connect.errors.exception.class.name"))
        .isEqualTo("org.postgresql.util.PSQLException");
    assertThat(header(letter, "__connect.errors.exception.message")).contains("SQLSTATE 22001");
    assertThat(header(letter, "__cdc.errors.sqlstate")).isEqualTo("22001");
    assertThat(header(letter, "__cdc.errors.tries")).isEqualTo("3");
    assertThat(header(letter, "__cdc.errors.group")).isEqualTo(topics.group());
    assertThat(Instant.parse(header(letter, "__cdc.errors.time"))).isAfter(before);
    assertThat(Arrays.toString(letter.headers().toArray())).doesNotContain("Confidential");
    letter
        .headers()
        .forEach(
            one ->
                assertThat(new String(one.value(), StandardCharsets.UTF_8))
                    .doesNotContain("Confidential"));
  }

  @Test
  void a_unique_value_is_handed_over_between_employees_of_different_partitions()
      throws SQLException {
    target.execute("alter table employees add constraint one_per_city unique (city)");
    topics.write(2, Action.INSERT, 1, row("Rome"));
    try (TestLoop one = loop(OnOutage.PAUSE);
        TestLoop other = loop(OnOutage.PAUSE)) {
      TestLoop givers = TestLoop.ownerOfPartition0(topics, one, other);
      TestLoop takers = givers == one ? other : one;
      long now = System.currentTimeMillis();
      // Employee 2 leaves Rome, then employee 1 takes it, in a transaction that began before; the
      // second record is read first, together with the third.
      topics.sendTogether(
          List.of(
              topics.at(0, key(2), topics.value(2, Action.UPDATE, 2, row("Bern")), now + 500),
              topics.at(1, key(1), topics.value(1, Action.INSERT, 3, row("Rome")), now),
              topics.at(1, key(3), topics.value(3, Action.INSERT, 4, row("Oslo")), now + 1000)));
      takers.pollUntil("employee 3 applied", () -> target.employees().size() == 2);
      for (int i = 0; i < 20; i++) {
        takers.pollOnce();
      }
      assertThat(topics.deadLetters()).isEmpty();
      givers.pollUntil("employee 2 moved", () -> topics.readers().uncommitted(0) == 0);
      takers.pollUntil("employee 1 applied", () -> target.employees().size() == 3);
      takers.pollUntil("offsets committed", () -> topics.readers().uncommitted() == 0);
    }

    assertThat(target.column("select emp_id || ' ' || city from employees order by emp_id"))
        .containsExactly("1 Rome", "2 Bern", "3 Oslo");
    assertThat(topics.deadLetters()).isEmpty();
  }

  @Test
  void a_partition_and_its_offset_go_on_while_a_record_of_it_waits_for_another_row()
      throws SQLException {
    target.execute("alter table employees add constraint one_per_city unique (city)");
    topics.write(2, Action.INSERT, 1, row("Rome"));
    try (TestLoop one = loop(OnOutage.PAUSE);
        TestLoop other = loop(OnOutage.PAUSE)) {
      TestLoop waited = TestLoop.ownerOfPartition0(topics, one, other);
      TestLoop waiting = waited == one ? other : one;
      topics.write(4, Action.INSERT, 2, row("Bern"));
      topics.write(1, Action.INSERT, 3, row("Rome"));
      topics.write(3, Action.INSERT, 4, row("Oslo"));
      topics.send(1, key(5), new byte[] {1, 2, 3}, null);
      waiting.pollUntil("offsets committed", () -> topics.readers().uncommitted(1) == 0);
      assertThat(target.column("select emp_id from employees order by 1"))
          .containsExactly("2", "3");
      assertThat(target.column("select emp_id from parked_changes")).containsExactly("1");
      assertThat(topics.deadLetters()).hasSize(1);

      waited.pollUntil("employee 4 applied", () -> topics.readers().uncommitted(0) == 0);
      waiting.pollUntil("no more parked", () -> topics.deadLetters().size() == 2);
      assertThat(one.consumed() + other.consumed()).isEqualTo(5);
    }
    assertThat(topics.deadLetters())
        .extracting(letter -> new String(letter.key(), StandardCharsets.UTF_8))
        .containsExactlyInAnyOrder("1", "5");
  }

  @Test
  void what_clients_of_another_kind_wrote_becomes_dead_letters_among_good_records() {
    byte[] good = topics.value(2, Action.INSERT, 1, row("Rome"));
    topics.send(0, key(2), good, null);
    topics.send(0, null, good, null);
    topics.send(0, key(99), good, null);
    topics.send(0, key(2), new byte[] {1, 2, 3}, null);
    byte[] unknownSchema = good.clone();
    unknownSchema[1] = 0x7f;
    topics.send(0, key(2), unknownSchema, null);
    topics.send(0, null, null, null);
    topics.write(4, Action.INSERT, 2, row("Oslo"));
    try (TestLoop loop = loop(OnOutage.PAUSE)) {
      loop.consume(7);
      assertThat(loop.counts()).isEqualTo(new Counts(2, 0, 0));
      assertThat(loop.tombstones()).isEqualTo(1);
    }

    assertThat(topics.deadLetters())
        .extracting(letter -> header(letter, "__connect.errors.offset"))
        .containsExactlyInAnyOrder("1", "2", "3", "4");
    assertThat(topics.deadLetters())
        .allSatisfy(
            letter -> assertThat(header(letter, "__connect.errors.stage")).isEqualTo("DECODE"));
    assertThat(topics.readers().uncommitted()).isZero();
  }

  @Test
  void what_could_not_be_delivered_before_its_partitions_went_holds_nothing_up() {
    topics.write(1, Action.INSERT, 1, row("Rome"));
    try (TestLoop loop = loop(OnOutage.PAUSE)) {
      loop.consume(1);
      // On a slow machine it may hear that it is no member before it has read the record.
      int letters = 0;
      while (!loop.retries().contains("kafka") && letters < 20) {
        int wanted = ++letters + 1;
        topics.send(0, key(2), new byte[] {1, 2, 3}, null);
        topics.readers().expel();
        loop.pollUntil(
            "its letter cannot be written, or is",
            () -> loop.retries().contains("kafka") || loop.consumed() >= wanted);
      }
      assertThat(loop.retries()).contains("kafka");
      topics.write(3, Action.INSERT, 2, row("Oslo"));

      loop.consume(letters + 2);
      assertThat(topics.deadLetters()).hasSize(letters);
    }
    assertThat(target.employees()).hasSize(2);
    assertThat(topics.readers().uncommitted()).isZero();
  }

  private TestLoop loop(OnOutage onOutage) {
    return new TestLoop(topics, target, onOutage);
  }
}
