package io.employeecdc.consumer.loop;

import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.Metric;

/** Whether the group hears of us. A consumer that cannot reach Kafka just polls nothing. */
final class GroupContact {
  private static final double PATIENCE_SECONDS = 10;

  private final Consumer<byte[], byte[]> consumer;
  private Optional<Metric> lastHeartbeat = Optional.empty();

  GroupContact(Consumer<byte[], byte[]> consumer) {
    this.consumer = consumer;
  }

  boolean lost() {
    if (lastHeartbeat.isEmpty()) {
      lastHeartbeat =
          consumer.metrics().entrySet().stream()
              .filter(entry -> entry.getKey().name().equals("last-heartbeat-seconds-ago"))
              .<Metric>map(java.util.Map.Entry::getValue)
              .findFirst();
    }
    return lastHeartbeat
        .map(metric -> ((Number) metric.metricValue()).doubleValue())
        .filter(seconds -> seconds >= 0 && seconds < PATIENCE_SECONDS)
        .isEmpty();
  }
}
