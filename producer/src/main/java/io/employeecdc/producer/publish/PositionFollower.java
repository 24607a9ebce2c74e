package io.employeecdc.producer.publish;

import io.employeecdc.producer.capture.Position;
import io.employeecdc.runtime.kafka.KafkaSettings;
import io.employeecdc.runtime.kafka.TopicReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Follows the positions that a producer has committed. One that it has not seen yet only makes
 * waiting longer, so nothing is done about transactions that are open.
 */
public final class PositionFollower implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  /** A busy producer writes hundreds of positions a second, and only the newest is wanted. */
  private static final long LOOK_BACK = 1_000;

  private final TopicReader positions;
  private final byte[] producerId;
  private Map<TopicPartition, Long> read = Map.of();
  private Optional<ConsumerRecord<byte[], byte[]>> found = Optional.empty();

  private PositionFollower(TopicReader positions, String producerId) {
    this.positions = positions;
    this.producerId = producerId.getBytes(StandardCharsets.UTF_8);
  }

  /** Fails with exit code 3, 4 or 5 if the topic is not to be had. */
  public static PositionFollower open(KafkaSettings kafka, String topic, String producerId) {
    TopicReader positions = TopicReader.open(kafka, topic, "verify-positions", PATIENCE);
    PositionFollower follower = new PositionFollower(positions, producerId);
    try {
      Map<TopicPartition, Long> ends = follower.positions.committedEnds();
      Map<TopicPartition, Long> near = new HashMap<>(ends);
      near.replaceAll((partition, end) -> Math.max(0, end - LOOK_BACK));
      follower.read(near, ends);
      if (!follower.found()) {
        follower.read(Map.of(), ends);
      }
      return follower;
    } catch (RuntimeException e) {
      follower.close();
      throw e;
    }
  }

  /** False if this producer has never committed a position. */
  public boolean found() {
    return found.isPresent();
  }

  public Position newest() {
    read(read, positions.committedEnds());
    return found.map(PositionRecord::read).orElse(Position.START);
  }

  private void read(Map<TopicPartition, Long> begins, Map<TopicPartition, Long> ends) {
    Map<Integer, Long> unused =
        positions.read(
            begins,
            ends,
            position -> {
              if (Arrays.equals(producerId, position.key()) && position.value() != null) {
                found = Optional.of(position);
              }
              return true;
            });
    read = ends;
  }

  @Override
  public void close() {
    positions.close();
  }
}
