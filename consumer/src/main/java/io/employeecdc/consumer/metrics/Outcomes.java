package io.employeecdc.consumer.metrics;

import io.employeecdc.consumer.apply.Effect;
import io.employeecdc.consumer.batch.BatchResult;
import io.employeecdc.consumer.deadletter.DeadLetter;
import io.employeecdc.consumer.failure.Cause;
import io.employeecdc.consumer.failure.DecodeFault;
import io.employeecdc.consumer.parked.Settled;
import io.employeecdc.runtime.database.SqlState;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What became of the records, over the life of the process. A batch is counted at once and shown at
 * once, and {@code cdc_consumed_total} is the sum of the others, so whoever looks, whenever, finds
 * it to be that. A dead letter is counted when it is written. A record that is parked is counted
 * then, and what became of it when that is known.
 */
final class Outcomes implements MultiCollector {
  static final Labels SERVICE = Labels.of("service", "consumer");

  /** By effect. Parked by this process, less those that it saw end, whoever had parked them. */
  private final Map<Effect, Long> done = new EnumMap<>(Effect.class);

  private final Map<Labels, Long> deadLettered = new HashMap<>();

  /** All at 0: of a series that begins with its first event, no increase of it is seen. */
  Outcomes() {
    for (DecodeFault fault : DecodeFault.values()) {
      deadLettered.put(labels(Cause.DECODE, fault.label()), 0L);
    }
    SqlState.ofOneRecord().forEach(state -> deadLettered.put(labels(Cause.APPLY, state), 0L));
  }

  /** Returns how many records are done, or parked. */
  synchronized int add(BatchResult batch) {
    int records = 0;
    for (Effect effect : Effect.values()) {
      int some = Collections.frequency(batch.outcomes(), effect);
      add(effect, some);
      records += some;
    }
    ended(0, 0, batch.applied().overtaken());
    return records;
  }

  /** What was parked is so no more; given up ones are told by {@link #gaveUp}. */
  synchronized void add(Settled settled) {
    ended(settled.applied(), settled.duplicates(), settled.superseded());
  }

  private void ended(int applied, int duplicates, int superseded) {
    add(Effect.APPLIED, applied);
    add(Effect.DUPLICATE, duplicates);
    add(Effect.SUPERSEDED, superseded);
    add(Effect.PARKED, -applied - duplicates - superseded);
  }

  /** What was parked has become dead letters. */
  synchronized void gaveUp(List<DeadLetter> letters) {
    add(Effect.PARKED, -letters.size());
    add(letters);
  }

  synchronized void add(List<DeadLetter> letters) {
    for (DeadLetter letter : letters) {
      deadLettered.merge(labels(letter.cause().stage(), letter.cause().label()), 1L, Long::sum);
    }
  }

  private void add(Effect effect, long more) {
    done.merge(effect, more, Long::sum);
  }

  private long consumed() {
    return sum(done) + sum(deadLettered);
  }

  private static long sum(Map<?, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  private long of(Effect effect) {
    return done.getOrDefault(effect, 0L);
  }

  @Override
  public synchronized MetricSnapshots collect() {
    CounterSnapshot.Builder letters =
        CounterSnapshot.builder()
            .name("cdc_dead_lettered")
            .help("Records written to the dead-letter topic");
    deadLettered.forEach((labels, count) -> letters.dataPoint(point(labels, count)));
    return new MetricSnapshots(
        counter("cdc_consumed", "Records that have had an outcome", consumed()),
        counter("cdc_applied", "Records that took effect in the target", of(Effect.APPLIED)),
        counter("cdc_duplicates", "Records that had been through before", of(Effect.DUPLICATE)),
        counter("cdc_superseded", "Records that came after a newer change", of(Effect.SUPERSEDED)),
        counter("cdc_tombstones", "Records without a value, skipped", of(Effect.EMPTY)),
        GaugeSnapshot.builder()
            .name("cdc_parked_balance")
            .help(
                "Changes that this process parked, less those that it saw end; the sum over all"
                    + " processes is what waits")
            .dataPoint(
                GaugeSnapshot.GaugeDataPointSnapshot.builder()
                    .labels(SERVICE)
                    .value((double) of(Effect.PARKED))
                    .build())
            .build(),
        letters.build());
  }

  /** The totals so far, in one line. */
  synchronized String summary() {
    return "consumed %d = applied %d + duplicates %d + superseded %d + dead-lettered %d + tombstones %d + parked %d"
        .formatted(
            consumed(),
            of(Effect.APPLIED),
            of(Effect.DUPLICATE),
            of(Effect.SUPERSEDED),
            sum(deadLettered),
            of(Effect.EMPTY),
            of(Effect.PARKED));
  }

  private static CounterSnapshot counter(String name, String help, long value) {
    return CounterSnapshot.builder().name(name).help(help).dataPoint(point(SERVICE, value)).build();
  }

  private static CounterDataPointSnapshot point(Labels labels, long value) {
    return CounterDataPointSnapshot.builder().labels(labels).value((double) value).build();
  }

  private static Labels labels(String stage, String reason) {
    return SERVICE.add("stage", stage).add("reason", reason);
  }
}
