package io.employeecdc.producer;

import io.employeecdc.contract.ReleasedVersions;
import io.employeecdc.contract.SchemaVersion;
import io.employeecdc.producer.capture.OnChange;
import io.employeecdc.producer.publish.PublishSettings;
import io.employeecdc.runtime.database.DatabaseSettings;
import io.employeecdc.runtime.registry.RegistrySettings;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * Everything a producer needs to know.
 *
 * @param group the consumer group whose progress is shown
 * @param registry the schema registry
 * @param registryTimeout how long to wait at start for the registry to answer
 * @param released the versions of the contract, of which the newest is to be written
 * @param chunkSize a Kafka transaction is committed once it holds so many changes
 * @param pollInterval how long the producer waits at most between two looks at an idle source
 * @param onSourceChange what to do when the source was promoted, restored or upgraded
 * @param retention how long published rows stay in the capture table
 * @param management where to show metrics and health
 */
record ProducerSettings(
    DatabaseSettings source,
    PublishSettings publish,
    String group,
    RegistrySettings registry,
    Duration registryTimeout,
    ReleasedVersions released,
    int chunkSize,
    Duration pollInterval,
    OnChange onSourceChange,
    Duration retention,
    InetSocketAddress management) {
  /** The version to write. */
  SchemaVersion schema() {
    return released.newest();
  }
}
