package io.employeecdc.pipeline.deadletters;

import io.employeecdc.runtime.kafka.KafkaSettings;

/**
 * What is to be stepped over.
 *
 * @param group of the consumers
 */
record SkipSettings(
    KafkaSettings kafka, String topic, String deadLetterTopic, String group, OffsetRange range) {}
