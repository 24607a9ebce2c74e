package io.employeecdc.consumer.deadletter;

import io.employeecdc.runtime.kafka.KafkaSettings;

/**
 * Where dead letters go.
 *
 * @param group the consumer group whose offsets are committed with them
 * @param transactionalId unique among all consumers that run at the same time
 */
public record DeadLetterSettings(
    KafkaSettings kafka, String topic, String group, String transactionalId) {}
