package io.employeecdc.workbench.run;

import io.employeecdc.localstack.process.Server;
import io.employeecdc.runtime.peers.Meters;

/**
 * How far changes have come, as the services count them.
 *
 * @param parked changes that the consumer parked, less those of any consumer that it saw end
 * @param lag quantiles of the time from the change in the source to its visibility in the target
 */
public record Flow(
    long captured,
    long published,
    long publishedTombstones,
    long consumed,
    long applied,
    long duplicates,
    long superseded,
    long deadLettered,
    long tombstones,
    long parked,
    Lag lag) {

  /** Quantiles, in seconds. */
  public record Lag(double p50, double p95, double p99, double max) {}

  public static final Flow NONE = new Flow(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, new Lag(0, 0, 0, 0));

  public static Flow of(Meters producer, Meters consumer) {
    return new Flow(
        producer.count("cdc_captured_total"),
        producer.count("cdc_published_total"),
        producer.count("cdc_published_tombstones_total"),
        consumer.count("cdc_consumed_total"),
        consumer.count("cdc_applied_total"),
        consumer.count("cdc_duplicates_total"),
        consumer.count("cdc_superseded_total"),
        consumer.count("cdc_dead_lettered_total"),
        consumer.count("cdc_tombstones_total"),
        consumer.count("cdc_parked_balance"),
        new Lag(
            consumer.quantile("cdc_lag", "0.5"),
            consumer.quantile("cdc_lag", "0.95"),
            consumer.quantile("cdc_lag", "0.99"),
            consumer.quantile("cdc_lag", "1.0")));
  }

  /** Whether so many changes, with their tombstones, have been published and consumed. */
  public boolean hasConsumed(long changes) {
    return published >= changes && consumed >= published + publishedTombstones;
  }

  public record Watch(Server producer, Server consumer) {
    public Flow look() {
      return of(Meters.of(producer.port()), Meters.of(consumer.port()));
    }

    public String logs() {
      return "see %s and %s".formatted(producer.log(), consumer.log());
    }
  }
}
