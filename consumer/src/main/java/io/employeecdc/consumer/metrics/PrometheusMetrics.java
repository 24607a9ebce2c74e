package io.employeecdc.consumer.metrics;

import io.employeecdc.consumer.apply.Applied;
import io.employeecdc.consumer.apply.Change;
import io.employeecdc.consumer.deadletter.Brake;
import io.employeecdc.consumer.deadletter.Cause;
import io.employeecdc.consumer.deadletter.DeadLetter;
import io.employeecdc.consumer.deadletter.DeadLetterLimit;
import io.employeecdc.consumer.decode.WriterSchema;
import io.employeecdc.consumer.parked.Settled;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** The consumer's meters. */
public final class PrometheusMetrics implements ConsumerMetrics {
  private final PrometheusMeterRegistry registry;
  private final DistributionSummary batchRecords;
  private final Timer batchSeconds;
  private final Timer decodeTime;
  private final Timer applyTime;
  private final Timer deliverTime;
  private final AtomicInteger pausedThreads = new AtomicInteger();
  private final AtomicInteger pausedPartitions = new AtomicInteger();
  private final AtomicInteger parked = new AtomicInteger();
  private final AtomicInteger incompleteRows = new AtomicInteger();
  private final AtomicLong oldestParkedMillis = new AtomicLong();
  private final Outcomes outcomes = new Outcomes();
  private final LagHistogram lags = new LagHistogram();

  /**
   * Registers the meters; once per registry.
   *
   * @param built the version of the schema that this consumer was built for
   */
  public PrometheusMetrics(PrometheusMeterRegistry registry, String built) {
    this.registry = registry;
    batchRecords =
        DistributionSummary.builder("cdc.batch.records")
            .description("Records of a batch that are done")
            .register(registry);
    batchSeconds = timer("cdc.batch", "Time that a batch took, decoded and applied");
    decodeTime = timer("cdc.decode.time", "Time that a batch took to be decoded");
    applyTime = timer("cdc.apply.time", "Time that a batch took in the target");
    deliverTime = timer("cdc.deliver.time", "Time until Kafka had taken offsets and dead letters");
    Gauge.builder("cdc.paused", pausedThreads, AtomicInteger::get)
        .description("Threads that take no records, as what they have is not done")
        .register(registry);
    Gauge.builder("cdc.paused.partitions", pausedPartitions, AtomicInteger::get)
        .description("Partitions that hand out no records")
        .register(registry);
    Gauge.builder("cdc.parked", parked, AtomicInteger::get)
        .description("Changes that wait in the target for another row, of all consumers")
        .register(registry);
    Gauge.builder("cdc.parked.oldest.seconds", oldestParkedMillis, one -> one.get() / 1000.0)
        .description("How long the oldest of them has waited")
        .register(registry);
    Gauge.builder("cdc.rows.incomplete", incompleteRows, AtomicInteger::get)
        .description(
            "Rows of the target whose newest change said nothing of some column; 100000 stands for"
                + " more")
        .register(registry);
    Gauge.builder("cdc.schema.version.built", () -> 1)
        .description("The schema version that this consumer was built for, as a label")
        .tag("version", built)
        .register(registry);
    registry.getPrometheusRegistry().register(outcomes);
    registry.getPrometheusRegistry().register(lags);
  }

  /** Shows how near the dead letters are to the limit; without one, nothing. */
  public void watch(Brake brake) {
    brake
        .limit()
        .ifPresent(
            limit -> {
              Gauge.builder("cdc.dead.letter.share", brake, Brake::share)
                  .description("Share of dead letters among the records of the last while")
                  .register(registry);
              Gauge.builder("cdc.dead.letter.share.limit", limit, DeadLetterLimit::share)
                  .description("The share above which the consumer stops")
                  .register(registry);
            });
  }

  /** How many rows lack columns. */
  public void incomplete(int rows) {
    incompleteRows.set(rows);
  }

  @Override
  public void finished(Applied result, int tombstones, Duration decoding, Duration applying) {
    batchRecords.record(outcomes.add(result, tombstones));
    batchSeconds.record(decoding.plus(applying));
    decodeTime.record(decoding);
    applyTime.record(applying);
  }

  @Override
  public void delivered(Duration took) {
    deliverTime.record(took);
  }

  @Override
  public void deadLettered(List<DeadLetter> letters) {
    outcomes.add(letters);
  }

  @Override
  public void gaveUp(List<DeadLetter> letters) {
    outcomes.gaveUp(letters);
  }

  @Override
  public void settled(Settled settled) {
    outcomes.add(settled);
    parked.set(settled.left());
    oldestParkedMillis.set(settled.left() == 0 ? 0 : settled.oldest().toMillis());
  }

  @Override
  public void visible(List<Change> changes, Instant committed) {
    lags.add(changes, committed);
  }

  @Override
  public void retried(String dependency) {
    Counter.builder("cdc.retries")
        .description("Tries that failed for what a batch depends on")
        .tag("class", dependency)
        .register(registry)
        .increment();
  }

  @Override
  public void failed(Cause cause, int tries) {
    Counter.builder("cdc.failed.tries")
        .description("Tries of single records that failed")
        .tag("stage", cause.stage().name())
        .tag("reason", cause.label())
        .register(registry)
        .increment(tries);
  }

  @Override
  public void pausedPartitions(int more) {
    pausedPartitions.addAndGet(more);
  }

  @Override
  public void paused(boolean paused) {
    pausedThreads.addAndGet(paused ? 1 : -1);
  }

  @Override
  public void met(WriterSchema schema) {
    FunctionCounter.builder("cdc.schema.records", schema.counter(), LongAdder::sum)
        .description("Records looked at, by the schema they were written with")
        .tag("version", schema.version())
        .tag("schema_id", schema.label())
        .tag("known", String.valueOf(schema.released()))
        .tag("readable", schema.extent().name().toLowerCase(Locale.ROOT))
        .register(registry);
  }

  private Timer timer(String name, String description) {
    return Timer.builder(name).description(description).register(registry);
  }

  /** The totals so far, for a last line. */
  public String summary() {
    return outcomes.summary();
  }
}
