package io.employeecdc.pipeline.deadletters;

import io.employeecdc.contract.table.Contract;
import io.employeecdc.contract.table.Key;
import io.employeecdc.runtime.kafka.KafkaSettings;
import java.time.Duration;

/**
 * Where the dead letters are.
 *
 * @param patience how long to wait without progress, as behind an open transaction
 */
record DeadLetterTopicSettings(
    KafkaSettings kafka, Contract contract, String topic, Duration patience) {
  /** What the letters' keys are like. */
  Key key() {
    return contract.table().key();
  }
}
