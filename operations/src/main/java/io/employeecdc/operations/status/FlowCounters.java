package io.employeecdc.operations.status;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.employeecdc.runtime.peers.ServiceAnswer.Running;
import io.employeecdc.runtime.peers.ServiceKind;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

record FlowCounters(StatusSample before, StatusSample now) {
  /**
   * One counter of the flow.
   *
   * @param total since the services started; empty if no service answers that counts it
   * @param perSecond between the two samples; empty if it was seen once only
   * @param title of its line; what is a part of what was consumed is indented
   */
  record Stage(
      String stage, Optional<Long> total, Optional<Double> perSecond, @JsonIgnore String title) {}

  private record Counter(ServiceKind kind, String title) {
    String stage() {
      return title.replaceAll("[ -]", "_");
    }

    String meter() {
      return "cdc_" + stage() + "_total";
    }
  }

  private static final Counter CONSUMED = new Counter(ServiceKind.CONSUMER, "consumed");

  private static final List<Counter> OUTCOMES =
      Stream.of("applied", "duplicates", "superseded", "dead-lettered", "tombstones")
          .map(title -> new Counter(ServiceKind.CONSUMER, title))
          .toList();

  /** A gauge: what it parked, less what it saw end. */
  private static final String PARKED = "cdc_parked_balance";

  private static final List<Counter> ALL =
      Stream.of(
              Stream.of("captured", "published", "published tombstones")
                  .map(title -> new Counter(ServiceKind.PRODUCER, title)),
              Stream.of(CONSUMED),
              OUTCOMES.stream())
          .flatMap(all -> all)
          .toList();

  List<Stage> stages() {
    return ALL.stream()
        .map(
            one ->
                new Stage(
                    one.stage(),
                    total(one),
                    perSecond(one),
                    OUTCOMES.contains(one) ? "  " + one.title() : one.title()))
        .toList();
  }

  double seconds() {
    return (now.nanos() - before.nanos()) / 1e9;
  }

  /** Services of which the outcomes, with what is parked, are not what they consumed. */
  List<Running> unaccounted() {
    return now.running(ServiceKind.CONSUMER).stream()
        .filter(
            consumer ->
                consumer.meters().count(CONSUMED.meter())
                    != OUTCOMES.stream().mapToLong(o -> consumer.meters().count(o.meter())).sum()
                        + consumer.meters().count(PARKED))
        .toList();
  }

  private Optional<Long> total(Counter counter) {
    return now.meters(counter.kind()).stream()
        .map(meters -> meters.count(counter.meter()))
        .reduce(Long::sum);
  }

  private Optional<Double> perSecond(Counter counter) {
    String meter = counter.meter();
    return now.twice(before, counter.kind()).stream()
        .map(one -> growth(one.before().sum(meter), one.now().sum(meter)))
        .reduce(Double::sum)
        .filter(more -> seconds() > 0)
        .map(more -> more / seconds());
  }

  /** A counter that is smaller than it was began anew, with its process. */
  static double growth(double from, double to) {
    return to < from ? to : to - from;
  }
}
