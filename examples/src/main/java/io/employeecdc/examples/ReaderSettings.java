package io.employeecdc.examples;

import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.employeecdc.contract.TrustedAvro;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.serialization.StringDeserializer;

/** What every reader in Java needs, however it is written: first of all, before Avro is loaded. */
final class ReaderSettings {
  static Map<String, Object> of(String group) {
    TrustedAvro.enforce();
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", System.getenv("CDC_BOOTSTRAP_SERVERS"));
    settings.put("schema.registry.url", System.getenv("CDC_SCHEMA_REGISTRY_URL"));
    settings.put("specific.avro.reader", true);
    settings.put("key.deserializer", StringDeserializer.class);
    settings.put("value.deserializer", KafkaAvroDeserializer.class);
    settings.put("group.id", group);
    settings.put("auto.offset.reset", "earliest");
    settings.put("isolation.level", "read_committed");
    settings.put("enable.auto.commit", false);
    return settings;
  }
}
