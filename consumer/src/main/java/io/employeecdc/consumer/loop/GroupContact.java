package io.employeecdc.consumer.loop;

import java.util.Map;
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

  /** True if there was no heartbeat for a while, or we wait to be let in for the first time. */
  boolean lost() {
    if (lastHeartbeat.isEmpty()) {
      lastHeartbeat =
          consumer.metrics().entrySet().stream()
              .filter(entry -> entry.getKey().name().equals("last-heartbeat-seconds-ago"))
              .<Metric>map(Map.Entry::getValue)
              .findFirst();
    }
    double seconds =
        lastHeartbeat.map(metric -> ((Number) metric.metricValue()).doubleValue()).orElse(-1.0);
    boolean noneYet = seconds < 0;
    return noneYet ? consumer.assignment().isEmpty() : seconds > PATIENCE_SECONDS;
  }
}
