package io.employeecdc.operations.verify;

import io.employeecdc.producer.capture.Position;
import io.employeecdc.producer.publish.PositionRecord;
import io.employeecdc.runtime.kafka.BoundedConsumer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Follows the positions that a producer has committed. One that it has not seen yet only makes
 * waiting longer, so nothing is done about transactions that are open.
 */
final class PositionFollower implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(20);
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  /** A busy producer writes hundreds of positions a second, and only the newest is wanted. */
  private static final long LOOK_BACK = 1_000;

  private final BoundedConsumer consumer;
  private final byte[] producerId;
  private final Duration patience;
  private Position newest = Position.START;
  private boolean found;

  private PositionFollower(BoundedConsumer consumer, String producerId, Duration patience) {
    this.consumer = consumer;
    this.producerId = producerId.getBytes(StandardCharsets.UTF_8);
    this.patience = patience;
  }

  /** Stands on the newest position that there is. */
  static PositionFollower open(PipelineWatch.Settings settings) {
    Map<String, Object> config = settings.kafka().reader("verify-positions");
    config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, (int) PATIENCE.toMillis());
    PositionFollower follower =
        new PositionFollower(
            BoundedConsumer.with(config),
            settings.producerId(),
            settings.limit().compareTo(PATIENCE) < 0 ? settings.limit() : PATIENCE);
    try {
      follower.readAll(settings.positionTopic());
      return follower;
    } catch (RuntimeException e) {
      follower.close();
      throw e;
    }
  }

  /** False if this producer has never committed a position. */
  boolean found() {
    return found;
  }

  /** The newest position seen so far; waits a moment for a newer one. */
  Position newest() {
    for (ConsumerRecord<byte[], byte[]> position : consumer.poll(POLL)) {
      if (Arrays.equals(producerId, position.key()) && position.value() != null) {
        newest = PositionRecord.read(position);
        found = true;
      }
    }
    return newest;
  }

  private void readAll(String topic) {
    List<TopicPartition> partitions =
        consumer.partitionsFor(topic).stream()
            .map(info -> new TopicPartition(info.topic(), info.partition()))
            .toList();
    consumer.assign(partitions);
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    Map<TopicPartition, Long> begins = new HashMap<>(consumer.beginningOffsets(partitions));
    ends.forEach(
        (partition, end) ->
            consumer.seek(partition, Math.max(begins.get(partition), end - LOOK_BACK)));
    readTo(ends);
    if (!found) {
      begins.forEach(consumer::seek);
      readTo(ends);
    }
  }

  /** A long topic takes its time; only one that does not come any further has nobody behind it. */
  private void readTo(Map<TopicPartition, Long> ends) {
    long left = left(ends);
    long moved = System.nanoTime();
    while (left > 0) {
      newest();
      long now = left(ends);
      if (now < left) {
        moved = System.nanoTime();
      } else if (System.nanoTime() - moved >= patience.toNanos()) {
        throw new TimeoutException(left + " offsets before the end, nothing more came");
      }
      left = now;
    }
  }

  private long left(Map<TopicPartition, Long> ends) {
    return ends.entrySet().stream()
        .mapToLong(end -> Math.max(0, end.getValue() - consumer.position(end.getKey())))
        .sum();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
