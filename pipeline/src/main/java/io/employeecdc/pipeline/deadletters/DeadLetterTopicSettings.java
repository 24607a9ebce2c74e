package io.employeecdc.pipeline.deadletters;

import io.employeecdc.runtime.kafka.KafkaSettings;
import java.time.Duration;

/**
 * Where the dead letters are.
 *
 * @param patience how long to wait without progress, as behind an open transaction
 */
record DeadLetterTopicSettings(KafkaSettings kafka, String topic, Duration patience) {}
