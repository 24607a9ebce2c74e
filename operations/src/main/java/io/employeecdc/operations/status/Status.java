package io.employeecdc.operations.status;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.employeecdc.runtime.peers.Meters;
import io.employeecdc.runtime.peers.Meters.Series;
import io.employeecdc.runtime.peers.ServiceAnswer;
import io.employeecdc.runtime.peers.ServiceAnswer.Running;
import io.employeecdc.runtime.peers.ServiceAnswer.Silent;
import io.employeecdc.runtime.peers.ServiceKind;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What there is to say, from two samples; as JSON in the shape that docs/status.md describes.
 *
 * @param problems why it is not healthy; empty if it is
 * @param intervalSeconds between the samples
 * @param publishedThrough everything up to this moment of the source is in the topic, as the
 *     producer knows it, also while nothing changes; empty if that is not known
 * @param appliedThrough everything up to this one is in the target, or a dead letter; empty
 *     likewise
 * @param log empty unless the source's log is read
 * @param backlog of all producers
 * @param incompleteRows of the target, that lack columns
 * @param pausedThreads of the consumers
 */
record Status(
    boolean healthy,
    List<String> problems,
    @JsonProperty("time") Instant at,
    double intervalSeconds,
    List<ServiceState> services,
    List<FlowCounters.Stage> stages,
    Lag lag,
    Optional<Instant> publishedThrough,
    Optional<Instant> appliedThrough,
    @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Log> log,
    Backlog backlog,
    long incompleteRows,
    Parked parked,
    List<DeadLetters> deadLetters,
    long pausedThreads,
    KafkaAnswer kafka,
    @JsonIgnore StatusSample now) {

  record ServiceState(
      String address,
      Optional<String> service,
      String state,
      Optional<String> reason,
      Optional<String> schemaVersion,
      Optional<Double> uptimeSeconds) {
    private static ServiceState of(ServiceAnswer answer) {
      Optional<Running> running =
          answer instanceof Running one ? Optional.of(one) : Optional.empty();
      Optional<String> silence =
          answer instanceof Silent silent ? Optional.of(silent.why()) : Optional.empty();
      return new ServiceState(
          answer.address(),
          running.map(one -> one.kind().word()),
          running
              .map(one -> one.problem().isEmpty() ? "ready" : "not_ready")
              .orElse(silence.isPresent() ? "silent" : "stranger"),
          running.flatMap(Running::problem).or(() -> silence),
          running.flatMap(Running::version),
          running.map(one -> one.meters().sum("process_uptime_seconds")));
    }
  }

  /** Of what became visible between the samples, and of all since the consumers started. */
  record Lag(LagBuckets.Quantiles interval, LagBuckets.Quantiles sinceStart) {}

  /**
   * Changes that are not published, and the age of the oldest; empty if there is no producer or one
   * does not know it.
   */
  record Backlog(Optional<Long> rows, Optional<Double> seconds) {
    private static Backlog of(List<Meters> producers) {
      double rows = producers.stream().mapToDouble(m -> m.sum("cdc_capture_backlog_rows")).sum();
      double seconds = most(producers, "cdc_capture_backlog_seconds").orElse(Double.NaN);
      return Double.isNaN(rows + seconds)
          ? new Backlog(Optional.empty(), Optional.empty())
          : new Backlog(Optional.of(Math.round(rows)), Optional.of(seconds));
    }
  }

  /**
   * Changes that wait in the target for another row, of which each consumer sees those of all;
   * empty if no consumer answers.
   */
  record Parked(Optional<Long> changes, Optional<Double> seconds) {}

  /**
   * How the log's capture stands.
   *
   * @param behindBytes bytes of the log that are not published
   * @param slotRetainedBytes bytes of the log that the source keeps for it
   */
  record Log(long behindBytes, long slotRetainedBytes) {
    private static Log of(Running log) {
      return new Log(
          log.meters().count("cdc_log_behind_bytes"),
          log.meters().count("cdc_log_slot_retained_bytes"));
    }
  }

  /** Since the consumers started. */
  record DeadLetters(String stage, String reason, long count) {}

  static Status of(StatusCommand.Settings settings, StatusSample before, StatusSample now) {
    FlowCounters flow = new FlowCounters(before, now);
    List<String> problems = Health.problems(settings, flow, now);
    List<Meters> consumers = now.meters(ServiceKind.CONSUMER);
    return new Status(
        problems.isEmpty(),
        problems,
        now.at(),
        flow.seconds(),
        now.services().stream().map(ServiceState::of).toList(),
        flow.stages(),
        new Lag(LagBuckets.between(before, now).quantiles(), LagBuckets.total(now).quantiles()),
        through(now, "cdc_published_through_timestamp_seconds"),
        through(now, "cdc_applied_through_timestamp_seconds"),
        now.running(ServiceKind.LOG).stream().findFirst().map(Log::of),
        Backlog.of(now.meters(ServiceKind.PRODUCER)),
        Math.round(most(consumers, "cdc_rows_incomplete").orElse(0.0)),
        new Parked(
            most(consumers, "cdc_parked").map(Math::round),
            most(consumers, "cdc_parked_oldest_seconds")),
        deadLetters(consumers),
        consumers.stream().mapToLong(m -> m.count("cdc_paused")).sum(),
        now.kafka(),
        now);
  }

  private static Optional<Instant> through(StatusSample now, String meter) {
    return now.running().stream()
        .filter(service -> service.kind().captures())
        .limit(1)
        .flatMap(service -> service.meters().series(meter).stream())
        .map(series -> Instant.ofEpochMilli(Math.round(series.value() * 1000)))
        .findFirst();
  }

  private static Optional<Double> most(List<Meters> services, String meter) {
    return services.stream().map(one -> one.sum(meter)).max(Double::compare);
  }

  private static List<DeadLetters> deadLetters(List<Meters> consumers) {
    return consumers.stream()
        .flatMap(one -> one.series("cdc_dead_lettered_total").stream())
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
}
