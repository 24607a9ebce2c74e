package io.employeecdc.producer;

import io.employeecdc.contract.SchemaVersion;
import io.employeecdc.producer.publish.PublishSettings;
import io.employeecdc.runtime.database.DatabaseSettings;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * Everything a producer needs to know.
 *
 * @param group the consumer group whose progress is shown
 * @param registryUrl the registry's Confluent-compatible address
 * @param registryTimeout how long to wait at start for the registry to answer
 * @param schema the released version to write
 * @param chunkSize changes in a Kafka transaction at most
 * @param pollInterval how long an idle producer waits between two looks at the source
 * @param retention how long published rows stay in the capture table
 * @param management where to show metrics and health
 */
record ProducerSettings(
    DatabaseSettings source,
    PublishSettings publish,
    String group,
    String registryUrl,
    Duration registryTimeout,
    SchemaVersion schema,
    int chunkSize,
    Duration pollInterval,
    Duration retention,
    InetSocketAddress management) {}
