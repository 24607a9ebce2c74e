package io.employeecdc.consumer.metrics;

import io.employeecdc.consumer.apply.Applied;
import io.employeecdc.consumer.apply.Effect;
import io.employeecdc.consumer.deadletter.DeadLetter;
import io.employeecdc.consumer.deadletter.Stage;
import io.employeecdc.consumer.decode.DecodeFault;
import io.employeecdc.consumer.parked.Settled;
import io.employeecdc.runtime.database.SqlState;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What became of the records, over the life of the process. A batch is counted at once and shown at
 * once, so that whoever looks, whenever, finds {@code cdc_consumed_total} to be the sum of the
 * others: the former counts records that Kafka gave, the latter what was found to become of them. A
 * dead letter is counted when it is written, on both sides. A record that is parked is counted
 * then, and what became of it when that is known.
 */
final class Outcomes implements MultiCollector {
  private static final Labels SERVICE = Labels.of("service", "consumer");

  private long consumed;
  private long applied;
  private long duplicates;
  private long superseded;
  private long tombstones;

  /** Parked by this process, less those that it saw end, whoever had parked them. */
  private long parked;

  private final Map<Labels, Long> deadLettered = new HashMap<>();

  /** All at 0: of a series that begins with its first event, no increase of it is seen. */
  Outcomes() {
    for (DecodeFault fault : DecodeFault.values()) {
      deadLettered.put(labels(Stage.DECODE, fault.label()), 0L);
    }
    SqlState.ofOneRecord().forEach(state -> deadLettered.put(labels(Stage.APPLY, state), 0L));
  }

  /** Returns how many records are done, or parked. */
  synchronized int add(Applied batch, int empty) {
    int went = Collections.frequency(batch.effects(), Effect.APPLIED);
    int known = Collections.frequency(batch.effects(), Effect.DUPLICATE);
    int late = Collections.frequency(batch.effects(), Effect.SUPERSEDED);
    int waiting = Collections.frequency(batch.effects(), Effect.PARKED);
    int records = went + known + late + waiting + empty;
    consumed += records;
    applied += went;
    duplicates += known + batch.ended().duplicates();
    superseded += late + batch.ended().superseded();
    tombstones += empty;
    parked += waiting - batch.ended().total();
    return records;
  }

  /** What was parked is so no more; given up ones are told by {@link #gaveUp}. */
  synchronized void add(Settled settled) {
    applied += settled.applied();
    duplicates += settled.duplicates();
    superseded += settled.superseded();
    parked -= settled.applied() + settled.duplicates() + settled.superseded();
  }

  /** What was parked has become dead letters. */
  synchronized void gaveUp(List<DeadLetter> letters) {
    parked -= letters.size();
    count(letters);
  }

  synchronized void add(List<DeadLetter> letters) {
    consumed += letters.size();
    count(letters);
  }

  private void count(List<DeadLetter> letters) {
    for (DeadLetter letter : letters) {
      deadLettered.merge(labels(letter.cause().stage(), letter.cause().label()), 1L, Long::sum);
    }
  }

  @Override
  public synchronized MetricSnapshots collect() {
    return new MetricSnapshots(
        counter("cdc_consumed", "Records that have had an outcome", consumed),
        counter("cdc_applied", "Records that took effect in the target", applied),
        counter("cdc_duplicates", "Records that had been through before", duplicates),
        counter("cdc_superseded", "Records that came after a newer change", superseded),
        counter("cdc_tombstones", "Records without a value, skipped", tombstones),
        GaugeSnapshot.builder()
            .name("cdc_parked_balance")
            .help(
                "Changes that this process parked, less those that it saw end; the sum over all"
                    + " processes is what waits")
            .dataPoint(
                GaugeSnapshot.GaugeDataPointSnapshot.builder()
                    .labels(SERVICE)
                    .value((double) parked)
                    .build())
            .build(),
        deadLettered());
  }

  /** The totals so far, in one line. */
  synchronized String summary() {
    return "consumed %d = applied %d + duplicates %d + superseded %d + dead-lettered %d + tombstones %d + parked %d"
        .formatted(consumed, applied, duplicates, superseded, deadLetters(), tombstones, parked);
  }

  private long deadLetters() {
    return deadLettered.values().stream().mapToLong(Long::longValue).sum();
  }

  private CounterSnapshot deadLettered() {
    CounterSnapshot.Builder counter =
        CounterSnapshot.builder()
            .name("cdc_dead_lettered")
            .help("Records written to the dead-letter topic");
    deadLettered.forEach((labels, count) -> counter.dataPoint(point(labels, count)));
    return counter.build();
  }

  private static CounterSnapshot counter(String name, String help, long value) {
    return CounterSnapshot.builder().name(name).help(help).dataPoint(point(SERVICE, value)).build();
  }

  private static CounterDataPointSnapshot point(Labels labels, long value) {
    return CounterDataPointSnapshot.builder().labels(labels).value((double) value).build();
  }

  private static Labels labels(Stage stage, String reason) {
    return SERVICE.add("stage", stage.name()).add("reason", reason);
  }
}
