package io.employeecdc.operations.status;

import io.employeecdc.runtime.peers.Meters;
import io.employeecdc.runtime.peers.Meters.Series;
import io.employeecdc.runtime.peers.ServiceAnswer.Running;
import io.employeecdc.runtime.peers.ServiceKind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What there is to say, from two samples.
 *
 * @param seconds between the samples
 * @param problems why it is not healthy; empty if it is
 * @param recentLag of what became visible between the samples
 * @param totalLag of all since the consumers started
 * @param through empty if no producer answers
 * @param backlog of all producers; empty if there is none or one does not know it
 * @param pausedThreads of the consumers
 * @param parked empty if no consumer answers
 * @param incompleteRows of the target, that lack columns
 */
record Status(
    StatusSample now,
    double seconds,
    List<String> problems,
    List<FlowCounters.Stage> stages,
    LagBuckets recentLag,
    LagBuckets totalLag,
    Optional<Through> through,
    Optional<Backlog> backlog,
    List<DeadLetters> deadLetters,
    List<Retries> retries,
    List<SeenSchema> seenSchemas,
    long pausedThreads,
    Optional<Parked> parked,
    long incompleteRows) {

  /** Changes that are not published, and the age of the oldest. */
  record Backlog(long rows, double seconds) {
    private static Optional<Backlog> of(List<Meters> producers) {
      double rows = producers.stream().mapToDouble(m -> m.sum("cdc_capture_backlog_rows")).sum();
      double seconds =
          producers.stream()
              .mapToDouble(m -> m.sum("cdc_capture_backlog_seconds"))
              .max()
              .orElse(Double.NaN);
      return Double.isNaN(rows + seconds)
          ? Optional.empty()
          : Optional.of(new Backlog(Math.round(rows), seconds));
    }
  }

  /** Changes that wait in the target for another row; each consumer sees those of all. */
  record Parked(long changes, double seconds) {
    private static Optional<Parked> of(List<Meters> consumers) {
      return consumers.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new Parked(
                  Math.round(most(consumers, "cdc_parked")),
                  most(consumers, "cdc_parked_oldest_seconds")));
    }

    private static double most(List<Meters> consumers, String meter) {
      return consumers.stream().mapToDouble(one -> one.sum(meter)).max().orElse(0);
    }
  }

  /**
   * Up to which moments of the source all is done, as the producer knows it; also while nothing
   * changes and while no consumer runs.
   *
   * @param published everything up to here is in the topic; empty if that is not known yet
   * @param applied everything up to here is in the target, or a dead letter; empty likewise
   */
  record Through(Optional<Instant> published, Optional<Instant> applied) {
    private static Through of(Meters producer) {
      return new Through(
          moment(producer, "cdc_published_through_timestamp_seconds"),
          moment(producer, "cdc_applied_through_timestamp_seconds"));
    }

    private static Optional<Instant> moment(Meters producer, String meter) {
      return producer.series(meter).stream()
          .map(series -> Instant.ofEpochMilli(Math.round(series.value() * 1000)))
          .findFirst();
    }
  }

  /** Since the consumers started. */
  record DeadLetters(String stage, String reason, long count) {}

  /** Since the service started. */
  record Retries(String address, String service, String reason, long count) {}

  /** Records that the consumers have looked at since they started. */
  record SeenSchema(String version, String schemaId, String known, String readable, long records) {}

  static Status of(StatusSettings settings, StatusSample before, StatusSample now) {
    FlowCounters flow = new FlowCounters(before, now);
    List<Meters> producers =
        now.running(ServiceKind.PRODUCER).stream().map(Running::meters).toList();
    List<Meters> consumers =
        now.running(ServiceKind.CONSUMER).stream().map(Running::meters).toList();
    return new Status(
        now,
        flow.seconds(),
        Health.problems(settings, flow, now),
        flow.stages(),
        LagBuckets.between(before, now),
        LagBuckets.total(now),
        producers.stream().findFirst().map(Through::of),
        Backlog.of(producers),
        deadLetters(consumers),
        retries(now.running()),
        seen(consumers),
        consumers.stream().mapToLong(m -> m.count("cdc_paused")).sum(),
        Parked.of(consumers),
        Math.round(Parked.most(consumers, "cdc_rows_incomplete")));
  }

  boolean healthy() {
    return problems.isEmpty();
  }

  private static List<DeadLetters> deadLetters(List<Meters> consumers) {
    return all(consumers, "cdc_dead_lettered_total").stream()
        .filter(series -> series.value() > 0)
        .collect(
            Collectors.groupingBy(
                s -> List.of(s.label("stage"), s.label("reason")),
                Collectors.summingDouble(Series::value)))
        .entrySet()
        .stream()
        .map(e -> new DeadLetters(e.getKey().get(0), e.getKey().get(1), Math.round(e.getValue())))
        .sorted(Comparator.comparing(DeadLetters::count).reversed())
        .toList();
  }

  private static List<Retries> retries(List<Running> services) {
    List<Retries> retries = new ArrayList<>();
    for (Running service : services) {
      for (Series series : service.meters().series(service.kind().retryMeter)) {
        retries.add(
            new Retries(
                service.address(),
                service.kind().word(),
                series.label(service.kind().retryLabel),
                Math.round(series.value())));
      }
    }
    return retries;
  }

  private static List<SeenSchema> seen(List<Meters> consumers) {
    return all(consumers, "cdc_schema_records_total").stream()
        .collect(Collectors.groupingBy(Series::labels, Collectors.summingDouble(Series::value)))
        .entrySet()
        .stream()
        .map(e -> new Series(e.getKey(), e.getValue()))
        .map(
            sum ->
                new SeenSchema(
                    sum.label("version"),
                    sum.label("schema_id"),
                    sum.label("known"),
                    sum.label("readable"),
                    Math.round(sum.value())))
        .sorted(Comparator.comparing(SeenSchema::version).thenComparing(SeenSchema::schemaId))
        .toList();
  }

  private static List<Series> all(List<Meters> services, String meter) {
    return services.stream().flatMap(one -> one.series(meter).stream()).toList();
  }
}
