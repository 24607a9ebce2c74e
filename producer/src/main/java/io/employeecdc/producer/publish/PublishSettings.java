package io.employeecdc.producer.publish;

import io.employeecdc.runtime.kafka.KafkaSettings;
import io.employeecdc.runtime.kafka.TopicExpectations;
import io.employeecdc.runtime.kafka.TopicRole;
import java.util.Map;

/**
 * Where to publish, and as whom.
 *
 * @param topic takes the changes
 * @param positionTopic takes the position, keyed by producer id; compacted
 * @param producerId names this producer across restarts: the transactional id, and the position's
 *     key
 * @param onTopicChange what to do when the topic was made again or has other partitions
 */
public record PublishSettings(
    KafkaSettings kafka,
    String topic,
    String positionTopic,
    String producerId,
    OnTopicChange onTopicChange) {
  /** What is relied on in the topics. */
  public TopicExpectations expectations() {
    return new TopicExpectations(
        kafka, Map.of(topic, TopicRole.CHANGES, positionTopic, TopicRole.POSITIONS));
  }
}
