package io.employeecdc.pipeline.setup;

import io.employeecdc.runtime.database.DatabaseSettings;
import io.employeecdc.runtime.kafka.KafkaSettings;

/**
 * What to set up.
 *
 * @param partitions of the main topic, if it is to be created
 * @param replicationFactor of all topics; 0 for three, or one where there are fewer brokers
 */
public record SetupSettings(
    DatabaseSettings source,
    DatabaseSettings target,
    KafkaSettings kafka,
    String registryUrl,
    TopicNames topics,
    int partitions,
    int replicationFactor) {

  /** The topics' names. */
  public record TopicNames(String changes, String deadLetters, String positions) {}
}
