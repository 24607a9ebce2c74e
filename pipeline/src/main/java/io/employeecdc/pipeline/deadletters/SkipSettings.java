package io.employeecdc.pipeline.deadletters;

import io.employeecdc.contract.table.Contract;
import io.employeecdc.runtime.database.DatabaseSettings;
import io.employeecdc.runtime.kafka.KafkaSettings;

/**
 * What is to be stepped over.
 *
 * @param group of the consumers
 */
record SkipSettings(
    Contract contract,
    DatabaseSettings target,
    KafkaSettings kafka,
    String topic,
    String deadLetterTopic,
    String group,
    OffsetRange range) {}
