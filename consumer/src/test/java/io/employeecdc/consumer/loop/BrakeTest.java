package io.employeecdc.consumer.loop;

import static io.employeecdc.consumer.testing.Changes.row;
import static io.employeecdc.consumer.testing.TestTopics.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.employeecdc.consumer.deadletter.DeadLetterLimit;
import io.employeecdc.consumer.testing.Counts;
import io.employeecdc.consumer.testing.TestLoop;
import io.employeecdc.consumer.testing.TestTarget;
import io.employeecdc.consumer.testing.TestTopics;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.schema.Action;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("servers")
class BrakeTest {
  private static final Optional<DeadLetterLimit> TEN_PERCENT =
      Optional.of(new DeadLetterLimit(0.1, Duration.ofMinutes(5)));

  private final TestTarget target = new TestTarget();
  private final TestTopics topics = new TestTopics(1);

  @AfterEach
  void close() {
    topics.close();
    target.close();
  }

  @Test
  void stops_before_the_letters_are_more_than_the_limit_over_all_batches() {
    try (TestLoop loop = loop(OnOutage.PAUSE, TEN_PERCENT)) {
      write(0, 950, 70);
      loop.consume(950);
      assertThat(topics.deadLetters()).hasSize(70);

      write(950, 50, 10);
      loop.consume(1000);
      write(1000, 100, 40);
      assertThatThrownBy(() -> loop.pollUntil("the stop", () -> false))
          .isInstanceOfSatisfying(
              CdcException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DATA))
          .hasMessageContaining("120 of the last 1,100 records")
          .hasMessageContaining("undecodable: not_wire_format")
          .hasMessageContaining("--max-dead-letter-rate (now 10%/5m)");
    }
    assertThat(topics.deadLetters()).hasSize(80);
    // With the mark of the transaction that wrote them.
    assertThat(topics.readers().uncommitted()).isEqualTo(101);
  }

  @Test
  void a_small_batch_says_nothing_however_much_of_it_fails_alike() {
    write(0, 4, 3);
    try (TestLoop loop = loop(OnOutage.PAUSE, TEN_PERCENT)) {
      loop.consume(4);
      write(4, 50, 49);
      loop.consume(54);
    }
    assertThat(topics.deadLetters()).hasSize(52);
  }

  @Test
  void a_batch_of_which_half_fails_alike_stops_before_any_of_its_letters() {
    write(0, 60, 0);
    try (TestLoop loop = loop(OnOutage.PAUSE, TEN_PERCENT)) {
      loop.consume(60);
      write(60, 100, 50);
      assertThatThrownBy(() -> loop.pollUntil("the stop", () -> false))
          .isInstanceOf(CdcException.class)
          .hasMessageContaining(
              "50 of 100 records of a batch failed alike: undecodable: not_wire_format");
    }
    assertThat(topics.deadLetters()).isEmpty();
    assertThat(topics.readers().uncommitted()).isEqualTo(101);
  }

  @Test
  void lets_the_same_records_go_where_that_is_wanted() {
    write(0, 200, 150);
    try (TestLoop loop = loop(OnOutage.PAUSE, Optional.empty())) {
      loop.consume(200);
      assertThat(loop.counts()).isEqualTo(new Counts(50, 0, 0));
    }
    assertThat(topics.deadLetters()).hasSize(150);
    assertThat(topics.readers().uncommitted()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 500, 10_000})
  void a_constraint_that_most_break_stops_it_with_nothing_lost_whatever_the_size_of_batches(
      int batchSize) throws SQLException {
    target.execute("alter table employees add constraint none_in_rome check (city <> 'Rome')");
    write(0, 1200, 0);
    try (TestLoop loop = new TestLoop(topics, target, OnOutage.PAUSE, TEN_PERCENT, batchSize)) {
      assertThatThrownBy(() -> loop.pollUntil("the stop", () -> false))
          .isInstanceOfSatisfying(
              CdcException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.DATA))
          .hasMessageContaining("none_in_rome");
    }
    int letters = topics.deadLetters().size();
    assertThat(letters).isLessThan(100);

    target.execute("alter table employees drop constraint none_in_rome");
    try (TestLoop loop = new TestLoop(topics, target, OnOutage.PAUSE, TEN_PERCENT, batchSize)) {
      loop.consume(1200 - letters);
    }
    assertThat(target.employees()).hasSize(1200 - letters);
    assertThat(topics.deadLetters()).hasSize(letters);
  }

  @Test
  void letters_of_an_outage_are_wanted_and_do_not_count() throws SQLException {
    write(0, 200, 0);
    target.readOnly(true);
    try (TestLoop loop = loop(OnOutage.DLQ, TEN_PERCENT)) {
      loop.consume(200);
    }
    assertThat(topics.deadLetters()).hasSize(200);
  }

  private TestLoop loop(OnOutage onOutage, Optional<DeadLetterLimit> limit) {
    return new TestLoop(topics, target, onOutage, limit, 10_000);
  }

  /** So many records in one batch, the first ones of them no changes at all. */
  private void write(int first, int records, int bad) {
    topics.sendTogether(
        IntStream.range(0, records)
            .map(i -> first + i)
            .mapToObj(
                i ->
                    topics.at(
                        0,
                        key(i),
                        i < first + bad
                            ? new byte[] {1, 2, 3}
                            : topics.value(i, Action.INSERT, i + 1, row("Rome")),
                        null))
            .toList());
  }
}
