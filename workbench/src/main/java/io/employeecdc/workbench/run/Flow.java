package io.employeecdc.workbench.run;

import io.employeecdc.localstack.KafkaConnect;
import io.employeecdc.localstack.process.Server;
import io.employeecdc.runtime.peers.Meters;

/**
 * How far changes have come, as the services count them.
 *
 * @param parked changes that the consumer parked, less those of any consumer that it saw end
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
    long parked) {

  public static final Flow NONE = new Flow(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

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
        consumer.count("cdc_parked_balance"));
  }

  /** Whether so many changes, with their tombstones, have been published and consumed. */
  public boolean hasConsumed(long changes) {
    return published >= changes && consumed >= published + publishedTombstones;
  }

  /** Of what Kafka Connect publishes we see only what the consumer reads, some of it twice. */
  private static Flow of(Meters consumer) {
    Flow read = of(consumer, consumer);
    long changes = read.consumed() - read.tombstones() - read.duplicates();
    return new Flow(
        changes,
        changes,
        read.tombstones(),
        read.consumed(),
        read.applied(),
        read.duplicates(),
        read.superseded(),
        read.deadLettered(),
        read.tombstones(),
        read.parked());
  }

  /**
   * Looks at the services.
   *
   * @param capture the producer, or Kafka Connect
   */
  public record Watch(Server capture, Server consumer) {
    public Flow look() {
      Meters applied = Meters.of(consumer.port());
      return capture instanceof KafkaConnect ? of(applied) : of(Meters.of(capture.port()), applied);
    }

    public String logs() {
      return "see %s and %s".formatted(capture.log(), consumer.log());
    }
  }
}
