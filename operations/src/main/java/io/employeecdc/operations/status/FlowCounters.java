package io.employeecdc.operations.status;

import io.employeecdc.runtime.peers.Meters;
import io.employeecdc.runtime.peers.ServiceAnswer.Running;
import io.employeecdc.runtime.peers.ServiceKind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

record FlowCounters(StatusSample before, StatusSample now) {
  /**
   * One counter of the flow.
   *
   * @param name as in the text; with underscores for spaces in JSON
   * @param outcome true if it is a part of what was consumed
   * @param total since the services started; empty if no service answers that counts it
   * @param perSecond between the two samples; empty if it was seen once only
   */
  record Stage(String name, boolean outcome, Optional<Long> total, Optional<Double> perSecond) {}

  private record Counter(ServiceKind kind, String stage) {
    String meter() {
      return "cdc_" + stage.replaceAll("[ -]", "_") + "_total";
    }
  }

  private static final Counter CONSUMED = new Counter(ServiceKind.CONSUMER, "consumed");

  private static final List<Counter> OUTCOMES =
      Stream.of("applied", "duplicates", "superseded", "dead-lettered", "tombstones")
          .map(stage -> new Counter(ServiceKind.CONSUMER, stage))
          .toList();

  /** A gauge: what it parked, less what it saw end. */
  private static final String PARKED = "cdc_parked_balance";

  private static final List<Counter> ALL =
      Stream.of(
              Stream.of("captured", "published", "published tombstones")
                  .map(stage -> new Counter(ServiceKind.PRODUCER, stage)),
              Stream.of(CONSUMED),
              OUTCOMES.stream())
          .flatMap(all -> all)
          .toList();

  List<Stage> stages() {
    return ALL.stream()
        .map(
            counter ->
                new Stage(
                    counter.stage(),
                    OUTCOMES.contains(counter),
                    total(counter),
                    perSecond(counter)))
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
    List<Running> services = now.running(counter.kind());
    return services.isEmpty()
        ? Optional.empty()
        : Optional.of(
            services.stream().mapToLong(one -> one.meters().count(counter.meter())).sum());
  }

  private Optional<Double> perSecond(Counter counter) {
    Map<String, Meters> earlier = before.metersByAddress();
    List<Running> both =
        now.running(counter.kind()).stream()
            .filter(service -> earlier.containsKey(service.address()))
            .toList();
    if (both.isEmpty() || seconds() <= 0) {
      return Optional.empty();
    }
    double more =
        both.stream()
            .mapToDouble(
                service ->
                    growth(
                        earlier.get(service.address()).sum(counter.meter()),
                        service.meters().sum(counter.meter())))
            .sum();
    return Optional.of(more / seconds());
  }

  /** A counter that is smaller than it was began anew, with its process. */
  static double growth(double from, double to) {
    return to < from ? to : to - from;
  }
}
