package io.employeecdc.pipeline.setup;

import io.employeecdc.contract.table.Contract;
import io.employeecdc.runtime.database.DatabaseSettings;
import io.employeecdc.runtime.kafka.KafkaSettings;
import java.util.Optional;

/**
 * What to remove.
 *
 * @param roles whose rights on the user's own tables are taken back
 * @param topics empty if they stay
 * @param ask whether somebody is asked before
 */
record TeardownSettings(
    Contract contract,
    DatabaseSettings source,
    DatabaseSettings target,
    SetupSettings.Roles roles,
    Optional<RemovedTopics> topics,
    int lockTries,
    boolean ask) {
  /** Where they are. */
  record RemovedTopics(KafkaSettings kafka, SetupSettings.TopicNames names) {}
}
