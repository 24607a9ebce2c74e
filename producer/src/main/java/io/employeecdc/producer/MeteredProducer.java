package io.employeecdc.producer;

import io.employeecdc.producer.publish.Transaction;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** {@link ProducerMetrics} as Micrometer meters. */
final class MeteredProducer implements ProducerMetrics {
  private final MeterRegistry registry;
  private final Counter captured;
  private final Counter published;
  private final Counter tombstones;
  private final Counter bytes;
  private final DistributionSummary batchChanges;
  private final Timer readTime;
  private final Timer batchTime;
  private final TimestampGauge publishedThrough;
  private final TimestampGauge appliedThrough;
  private final AtomicLong openMillis = new AtomicLong();

  /** NaN while it is not known, as its age below: after a failure it may have grown unseen. */
  private volatile double backlogRows = Double.NaN;

  private volatile double backlogSeconds = Double.NaN;

  /**
   * Registers the meters; once per registry.
   *
   * @param version of the schema that this producer writes
   */
  MeteredProducer(MeterRegistry registry, int version) {
    this.registry = registry;
    Gauge.builder("cdc.schema.version.written", () -> 1)
        .description("The schema version that this producer writes, as a label")
        .tag("version", String.valueOf(version))
        .register(registry);
    captured = counter("cdc.captured", "Changes read from the capture table");
    published = counter("cdc.published", "Changes committed in the topic");
    tombstones = counter("cdc.published.tombstones", "Tombstones committed in the topic");
    bytes = counter("cdc.published.bytes", "Bytes of the values of published changes");
    batchChanges =
        DistributionSummary.builder("cdc.publish.batch")
            .description("Changes in a Kafka transaction")
            .register(registry);
    readTime =
        Timer.builder("cdc.read.time")
            .description("Time of a read of the capture table that found changes")
            .register(registry);
    batchTime =
        Timer.builder("cdc.publish.time")
            .description("Time of a Kafka transaction")
            .register(registry);
    publishedThrough =
        new TimestampGauge(
            "cdc.published.through.timestamp.seconds",
            "Up to this moment of the source everything is in the topic");
    appliedThrough =
        new TimestampGauge(
            "cdc.applied.through.timestamp.seconds",
            "Up to this moment of the source the group has done everything");
    Gauge.builder(
            "cdc.source.open.transaction.seconds", openMillis, millis -> millis.get() / 1000.0)
        .description("Age of the oldest open transaction of the source")
        .register(registry);
    Gauge.builder("cdc.capture.backlog.rows", this, self -> self.backlogRows)
        .description("Captured changes that are not published")
        .register(registry);
    Gauge.builder("cdc.capture.backlog.seconds", this, self -> self.backlogSeconds)
        .description("Age of the oldest of them")
        .register(registry);
  }

  @Override
  public void read(long changes, Duration took) {
    captured.increment((double) changes);
    readTime.record(took);
  }

  @Override
  public void published(Transaction transaction) {
    published.increment((double) transaction.changes());
    tombstones.increment((double) transaction.tombstones());
    bytes.increment((double) transaction.bytes());
    batchChanges.record((double) transaction.changes());
    batchTime.record(transaction.age());
  }

  @Override
  public void backlog(long rows, Duration age) {
    backlogRows = rows;
    backlogSeconds = age.toMillis() / 1000.0;
  }

  @Override
  public void publishedThrough(Instant moment) {
    publishedThrough.set(moment);
  }

  /** The group has done everything that was committed in the source up to this moment. */
  void appliedThrough(Instant moment) {
    appliedThrough.set(moment);
  }

  /** The age of the oldest open transaction of the source that has written. */
  void openTransaction(Duration age) {
    openMillis.set(age.toMillis());
  }

  @Override
  public void retried(String reason) {
    backlogRows = Double.NaN;
    backlogSeconds = Double.NaN;
    Counter.builder("cdc.producer.retries")
        .description("Transactions that had to be tried again")
        .tag("reason", reason)
        .register(registry)
        .increment();
  }

  /** The counts of this process, for the operator's last line. */
  @Override
  public String toString() {
    return "%.0f changes and %.0f tombstones published"
        .formatted(published.count(), tombstones.count());
  }

  private Counter counter(String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  /**
   * A moment as Unix time in seconds. It is not shown before it is known, not even as NaN: who
   * remembers the value of an earlier process would take that for the last.
   */
  private final class TimestampGauge {
    private final String name;
    private final String description;
    private volatile Instant moment;

    private TimestampGauge(String name, String description) {
      this.name = name;
      this.description = description;
    }

    /** Called by one thread. */
    private void set(Instant now) {
      boolean first = moment == null;
      moment = now;
      if (first) {
        Gauge.builder(name, () -> moment.toEpochMilli() / 1000.0)
            .description(description)
            .register(registry);
      }
    }
  }
}
