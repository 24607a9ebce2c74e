package io.employeecdc.pipeline.verify.settle;

import io.employeecdc.runtime.kafka.KafkaSettings;
import java.time.Duration;

/**
 * How to see how far the pipeline is.
 *
 * @param producerId the producer's key in the position topic
 * @param group the consumers'
 * @param limit how long to wait in all
 */
public record SettleSettings(
    KafkaSettings kafka,
    String topic,
    String positionTopic,
    String producerId,
    String group,
    Duration limit) {}
