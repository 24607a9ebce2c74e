package io.employeecdc.schematools.candeploy;

import io.employeecdc.contract.Names;
import io.employeecdc.contract.ReleasedVersions;
import io.employeecdc.contract.SchemaVersion;
import io.employeecdc.runtime.kafka.KafkaSettings;
import io.employeecdc.runtime.registry.RegistrySettings;
import io.employeecdc.runtime.results.JsonOutput;
import java.util.List;

/**
 * What is asked.
 *
 * @param peers management addresses, {@code host:port}; empty if nobody is to be asked
 */
record DeploySettings(
    DeployedService service,
    SchemaVersion version,
    ReleasedVersions released,
    RegistrySettings registry,
    KafkaSettings kafka,
    String topic,
    String deadLetterTopic,
    List<String> peers,
    JsonOutput json) {
  String subject() {
    return Names.valueSubject(topic);
  }

  int number() {
    return version.number();
  }

  NumberedSchema candidate() {
    return NumberedSchema.ofVersion(number(), version.schema());
  }
}
