package io.employeecdc.producer.publish;

import io.employeecdc.runtime.kafka.KafkaSettings;

/**
 * Where to publish, and as whom.
 *
 * @param topic takes the changes
 * @param positionTopic takes the position, keyed by producer id; compacted
 * @param producerId names this producer across restarts: the transactional id, and the position's
 *     key
 */
public record PublishSettings(
    KafkaSettings kafka, String topic, String positionTopic, String producerId) {}
