package io.employeecdc.consumer.metrics;

import io.employeecdc.consumer.apply.Change;
import io.employeecdc.consumer.apply.Effect;
import io.employeecdc.consumer.apply.Outcome;
import io.employeecdc.consumer.batch.BatchResult;
import io.employeecdc.consumer.deadletter.Brake;
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
import io.prometheus.metrics.core.metrics.Histogram;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What the consumer reports, as meters. Called by several threads. */
public class ConsumerMetrics {
  private static final double[] LAG_BOUNDS = {
    0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3600
  };

  private final PrometheusMeterRegistry registry;
  private final DistributionSummary batchRecords;
  private final Timer batchSeconds;
  private final Timer decodeTime;
  private final Timer applyTime;
  private final Timer deliverTime;

  /** How many partitions each thread has that takes no records. */
  private final Map<String, Integer> pausedPartitions = new ConcurrentHashMap<>();

  private final AtomicLong parked;
  private final AtomicLong oldestParkedMillis;
  private final AtomicLong incompleteRows;
  private final Outcomes outcomes = new Outcomes();
  private final Histogram lag;
  private final AtomicLong longestLagMicros;

  /**
   * Registers the meters; once per registry.
   *
   * @param built the version of the schema that this consumer was built for
   */
  public ConsumerMetrics(PrometheusMeterRegistry registry, String built) {
    this.registry = registry;
    batchRecords =
        DistributionSummary.builder("cdc.batch.records")
            .description("Records of a batch that are done")
            .register(registry);
    batchSeconds = timer("cdc.batch", "Time that a batch took, decoded and applied");
    decodeTime = timer("cdc.decode.time", "Time that a batch took to be decoded");
    applyTime = timer("cdc.apply.time", "Time that a batch took in the target");
    deliverTime = timer("cdc.deliver.time", "Time until Kafka had taken offsets and dead letters");
    Gauge.builder("cdc.paused", pausedPartitions, Map::size)
        .description("Threads that take no records, as what they have is not done")
        .register(registry);
    Gauge.builder("cdc.paused.partitions", pausedPartitions, ConsumerMetrics::partitions)
        .description("Partitions that hand out no records")
        .register(registry);
    parked =
        gauge("cdc.parked", "Changes that wait in the target for another row, of all consumers", 1);
    oldestParkedMillis =
        gauge("cdc.parked.oldest.seconds", "How long the oldest of them has waited", 1000);
    incompleteRows =
        gauge(
            "cdc.rows.incomplete",
            "Rows of the target whose newest change said nothing of some column; 100000 stands for"
                + " more",
            1);
    Gauge.builder("cdc.schema.version.built", () -> 1)
        .description("The schema version that this consumer was built for, as a label")
        .tag("version", built)
        .register(registry);
    registry.getPrometheusRegistry().register(outcomes);
    // Not one of Micrometer's: its sum of nanoseconds overflows while a large backlog is read.
    lag =
        Histogram.builder()
            .name("cdc_lag_seconds")
            .help("Time from a change in the source to its visibility in the target")
            .constLabels(Outcomes.SERVICE)
            .classicOnly()
            .classicUpperBounds(LAG_BOUNDS)
            .withoutExemplars()
            .register(registry.getPrometheusRegistry());
    longestLagMicros =
        gauge("cdc.lag.seconds.max", "The longest of them, over the life of this process", 1e6);
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

  /**
   * A batch has had its effect. Its dead letters are reported when they are written.
   *
   * @param committed when, by the consumer's clock
   */
  public void finished(BatchResult result, Instant committed) {
    batchRecords.record(outcomes.add(result));
    batchSeconds.record(result.decoding().plus(result.applying()));
    decodeTime.record(result.decoding());
    applyTime.record(result.applying());
    long now = ChronoUnit.MICROS.between(Instant.EPOCH, committed);
    for (Change change : result.changes()) {
      if (result.outcomes().get(change.source()) == Effect.APPLIED) {
        // Clocks of two machines differ; a negative lag counts as none.
        long took = Math.max(0, now - change.capturedAtMicros());
        lag.observe(took / 1e6);
        longestLagMicros.accumulateAndGet(took, Math::max);
      }
    }
    for (Outcome outcome : result.outcomes()) {
      if (outcome instanceof Outcome.Failed failed) {
        Counter.builder("cdc.failed.tries")
            .description("Tries of single records that failed")
            .tag("stage", failed.cause().stage())
            .tag("reason", failed.cause().label())
            .register(registry)
            .increment(failed.tries());
      }
    }
  }

  /** Kafka has taken dead letters, and the offsets behind them. */
  public void delivered(Duration took) {
    deliverTime.record(took);
  }

  /** Records ended in the dead-letter topic. */
  public void deadLettered(List<DeadLetter> letters) {
    outcomes.add(letters);
  }

  /** Changes that were parked ended in the dead-letter topic. */
  public void gaveUp(List<DeadLetter> letters) {
    outcomes.gaveUp(letters);
  }

  /** What is parked was looked at. */
  public void settled(Settled settled) {
    outcomes.add(settled);
    parked.set(settled.left());
    oldestParkedMillis.set(settled.left() == 0 ? 0 : settled.oldest().toMillis());
  }

  /** A batch will be tried again, for a reason that is not its own. */
  public void retried(String dependency) {
    Counter.builder("cdc.retries")
        .description("Tries that failed for what a batch depends on")
        .tag("class", dependency)
        .register(registry)
        .increment();
  }

  /**
   * Whether a thread takes no records, and how many of its partitions hand out none then.
   *
   * @param partitions counts only while it is paused
   */
  public void paused(String thread, boolean paused, int partitions) {
    if (paused) {
      pausedPartitions.put(thread, partitions);
    } else {
      pausedPartitions.remove(thread);
    }
  }

  /** Records of a schema arrive for the first time in this process; it counts them itself. */
  public void met(WriterSchema schema) {
    FunctionCounter.builder("cdc.schema.records", schema.counter(), LongAdder::sum)
        .description("Records looked at, by the schema they were written with")
        .tag("version", schema.version())
        .tag("schema_id", schema.label())
        .tag("known", String.valueOf(schema.released()))
        .tag("readable", schema.extent().name().toLowerCase(Locale.ROOT))
        .register(registry);
  }

  private static int partitions(Map<String, Integer> byThread) {
    return byThread.values().stream().mapToInt(Integer::intValue).sum();
  }

  private Timer timer(String name, String description) {
    return Timer.builder(name).description(description).register(registry);
  }

  private AtomicLong gauge(String name, String description, double unit) {
    AtomicLong value = new AtomicLong();
    Gauge.builder(name, value, now -> now.get() / unit).description(description).register(registry);
    return value;
  }

  /** The totals so far, for a last line. */
  public String summary() {
    return outcomes.summary();
  }
}
