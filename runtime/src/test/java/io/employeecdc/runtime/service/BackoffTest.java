package io.employeecdc.runtime.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {
  private static final Duration BASE = Duration.ofMillis(100);
  private static final Duration CAP = Duration.ofMillis(1500);

  private final Backoff backoff = new Backoff(BASE, CAP, new SplittableRandom(1815));

  @Test
  void waits_are_spread_over_the_upper_half_of_what_doubles_up_to_the_cap() {
    List<List<Long>> draws = new ArrayList<>();
    for (int draw = 0; draw < 20_000; draw++) {
      backoff.succeeded();
      draws.add(Stream.generate(backoff::next).limit(6).map(Duration::toMillis).toList());
    }

    assertThat(extremes(draws))
        .containsExactly("50..100", "100..200", "200..400", "400..800", "750..1500", "750..1500");
  }

  @Test
  void no_number_of_failures_leads_beyond_the_cap_or_below_half_of_it() {
    Stream.generate(backoff::next).limit(4).forEach(wait -> {});

    assertThat(Stream.generate(backoff::next).limit(1000))
        .allSatisfy(wait -> assertThat(wait).isBetween(CAP.dividedBy(2), CAP));
  }

  @Test
  void a_success_lets_it_start_anew() {
    assertThat(backoff.failures()).isZero();
    Stream.generate(backoff::next).limit(9).forEach(wait -> {});
    assertThat(backoff.failures()).isEqualTo(9);

    backoff.succeeded();

    assertThat(backoff.failures()).isZero();
    assertThat(backoff.next()).isBetween(BASE.dividedBy(2), BASE);
    assertThat(backoff.failures()).isEqualTo(1);
  }

  @Test
  void two_clients_do_not_wait_alike() {
    Backoff other = new Backoff(BASE, CAP, new SplittableRandom(1816));

    assertThat(Stream.generate(backoff::next).limit(5).toList())
        .isNotEqualTo(Stream.generate(other::next).limit(5).toList());
  }

  /** The shortest and the longest first wait in milliseconds, then those of the second, … */
  private static List<String> extremes(List<List<Long>> draws) {
    List<String> extremes = new ArrayList<>();
    for (int i = 0; i < draws.get(0).size(); i++) {
      int failure = i;
      var waits = draws.stream().mapToLong(draw -> draw.get(failure)).summaryStatistics();
      extremes.add(waits.getMin() + ".." + waits.getMax());
    }
    return extremes;
  }
}
