package io.employeecdc.consumer.metrics;

import static io.employeecdc.consumer.testing.Changes.CAPTURED_AT;
import static io.employeecdc.consumer.testing.Changes.written;
import static io.employeecdc.consumer.testing.TestTopics.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.consumer.apply.Applied;
import io.employeecdc.consumer.apply.Effect;
import io.employeecdc.consumer.apply.Outcome;
import io.employeecdc.consumer.batch.BatchResult;
import io.employeecdc.consumer.deadletter.DeadLetter;
import io.employeecdc.consumer.failure.Cause;
import io.employeecdc.consumer.parked.Settled;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class ConsumerMetricsTest {
  private static final DeadLetter LETTER =
      new DeadLetter(new ConsumerRecord<>("topic", 0, 7, key(1), null), Cause.of("22001"), 3);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final ConsumerMetrics metrics = new ConsumerMetrics(registry, "1");

  @AfterEach
  void close() {
    registry.close();
  }

  @Test
  void at_every_scrape_what_was_consumed_is_the_sum_of_its_outcomes() {
    CompletableFuture<Void> counting = CompletableFuture.runAsync(this::countMany);

    do {
      String scrape = registry.scrape();
      assertThat(value(scrape, "cdc_consumed_total")).isEqualTo(outcomes(scrape));
    } while (!counting.isDone());
    counting.join();

    assertThat(outcomes(registry.scrape())).isEqualTo(300_000 * (341 + 17 + 5 + 39 + 1));
    assertThat(metrics.summary())
        .isEqualTo(
            "consumed 120900000 = applied 102300000 + duplicates 5100000 + superseded 1500000"
                + " + dead-lettered 300000 + tombstones 11700000 + parked 0");
  }

  @Test
  void what_is_parked_counts_as_consumed_and_later_as_what_became_of_it() {
    metrics.finished(batch(4, 3, 2, 5, 1, 1), Instant.now());
    metrics.settled(new Settled(1, 1, 0, 0, 2, Duration.ofSeconds(3)));
    metrics.gaveUp(List.of(LETTER));

    String scrape = registry.scrape();

    assertThat(value(scrape, "cdc_consumed_total")).isEqualTo(15).isEqualTo(outcomes(scrape));
    assertThat(value(scrape, "cdc_parked_balance")).isEqualTo(1);
    assertThat(value(scrape, "cdc_parked ")).isEqualTo(2);
    assertThat(value(scrape, "cdc_parked_oldest_seconds")).isEqualTo(3);
    assertThat(metrics.summary())
        .isEqualTo(
            "consumed 15 = applied 5 + duplicates 4 + superseded 3 + dead-lettered 1"
                + " + tombstones 1 + parked 1");
  }

  @Test
  void each_counter_says_whose_it_is() {
    metrics.deadLettered(List.of(LETTER));

    assertThat(registry.scrape())
        .contains("cdc_applied_total{service=\"consumer\"} 0.0")
        .contains(
            "cdc_dead_lettered_total{reason=\"22001\",service=\"consumer\",stage=\"APPLY\"} 1.0");
  }

  /** Else the first dead letter of a process is no increase of anything. */
  @Test
  void every_reason_for_a_dead_letter_is_there_before_the_first() {
    assertThat(registry.scrape())
        .contains(
            "cdc_dead_lettered_total{reason=\"23505\",service=\"consumer\",stage=\"APPLY\"} 0.0",
            "cdc_dead_lettered_total{reason=\"27000\",service=\"consumer\",stage=\"APPLY\"} 0.0",
            "cdc_dead_lettered_total{reason=\"malformed\",service=\"consumer\",stage=\"DECODE\"} 0.0")
        .doesNotContain("reason=\"57P01\"");
  }

  @Test
  void the_longest_lag_is_kept_and_clocks_that_differ_and_years_of_lag_do_no_harm() {
    Instant captured = Instant.EPOCH.plus(CAPTURED_AT, ChronoUnit.MICROS);
    for (Instant at : List.of(captured.minusSeconds(5), captured.plusMillis(7))) {
      metrics.finished(applied(), at);
    }
    assertThat(registry.scrape())
        .contains("cdc_lag_seconds_bucket{service=\"consumer\",le=\"0.005\"} 1")
        .contains("cdc_lag_seconds_bucket{service=\"consumer\",le=\"0.01\"} 2")
        .contains("cdc_lag_seconds_count{service=\"consumer\"} 2", "cdc_lag_seconds_max 0.007");

    long years = 36_500 * 86_400L;
    for (int i = 0; i < 4; i++) {
      metrics.finished(applied(), captured.plusSeconds(years));
    }
    assertThat(value(registry.scrape(), "cdc_lag_seconds_max")).isEqualTo(years);
    assertThat(value(registry.scrape(), "cdc_lag_seconds_sum")).isEqualTo(4 * years);
  }

  private static BatchResult applied() {
    return new BatchResult(
        List.of(Effect.APPLIED),
        List.of(written(1, 1, "")),
        Applied.NOTHING,
        true,
        Duration.ZERO,
        Duration.ZERO);
  }

  private void countMany() {
    BatchResult batch = batch(341, 17, 5, 0, 39, 0);
    for (int i = 0; i < 300_000; i++) {
      metrics.finished(batch, Instant.EPOCH);
      metrics.deadLettered(List.of(LETTER));
    }
  }

  private static BatchResult batch(
      int applied, int duplicates, int superseded, int parked, int empty, int overtaken) {
    List<Outcome> outcomes = new ArrayList<>();
    outcomes.addAll(Collections.nCopies(applied, Effect.APPLIED));
    outcomes.addAll(Collections.nCopies(duplicates, Effect.DUPLICATE));
    outcomes.addAll(Collections.nCopies(superseded, Effect.SUPERSEDED));
    outcomes.addAll(Collections.nCopies(parked, Effect.PARKED));
    outcomes.addAll(Collections.nCopies(empty, Effect.EMPTY));
    outcomes.add(new Outcome.Failed(LETTER.cause(), 3));
    return new BatchResult(
        outcomes,
        List.of(),
        new Applied(List.of(), overtaken, false),
        true,
        Duration.ofMillis(3),
        Duration.ofMillis(5));
  }

  private static long outcomes(String scrape) {
    return value(scrape, "cdc_applied_total")
        + value(scrape, "cdc_duplicates_total")
        + value(scrape, "cdc_superseded_total")
        + value(scrape, "cdc_tombstones_total")
        + value(scrape, "cdc_dead_lettered_total")
        + value(scrape, "cdc_parked_balance");
  }

  private static long value(String scrape, String name) {
    return scrape
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' '))))
        .sum();
  }
}
