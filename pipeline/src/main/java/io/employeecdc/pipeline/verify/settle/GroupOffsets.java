package io.employeecdc.pipeline.verify.settle;

import io.employeecdc.runtime.kafka.AdminClients;
import io.employeecdc.runtime.kafka.TopicEnds;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** The ends of the topic of changes, and how far the consumers' group has come. */
final class GroupOffsets implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(15);

  private final Admin admin;
  private final TopicEnds ends;
  private final String group;

  private GroupOffsets(Admin admin, String topic, String group) {
    this.admin = admin;
    this.ends = new TopicEnds(admin, topic);
    this.group = group;
  }

  static GroupOffsets open(SettleSettings settings) {
    return new GroupOffsets(
        AdminClients.open(settings.kafka(), "verify-offsets", LIMIT, 3),
        settings.topic(),
        settings.group());
  }

  /** The ends with what open transactions have written. */
  Map<TopicPartition, Long> ends() throws InterruptedException {
    try {
      return ends.read();
    } catch (ExecutionException e) {
      throw kafkaException(e);
    }
  }

  /** By how many offsets the group's commits are short of these. */
  long behind(Map<TopicPartition, Long> ends) throws InterruptedException {
    try {
      Map<TopicPartition, OffsetAndMetadata> committed =
          admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata().get();
      long behind = 0;
      for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
        OffsetAndMetadata done = committed.get(end.getKey());
        behind += Math.max(0, end.getValue() - (done == null ? 0 : done.offset()));
      }
      return behind;
    } catch (ExecutionException e) {
      throw kafkaException(e);
    }
  }

  private static KafkaException kafkaException(ExecutionException e) {
    return e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
  }

  @Override
  public void close() {
    admin.close();
  }
}
