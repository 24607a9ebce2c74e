package io.employeecdc.contract;

import java.util.Map;
import java.util.TreeMap;

/**
 * Settings of Confluent's Avro serializer and deserializer for every reader and writer of a topic.
 */
public final class SerdeSettings {
  static {
    TrustedAvro.enforce();
  }

  private SerdeSettings() {}

  /**
   * Settings for {@code KafkaAvroSerializer} and {@code KafkaAvroDeserializer}. Only the release
   * step registers schemas, so the serializer must never do it.
   *
   * @param registryUrl the registry's Confluent-compatible address
   */
  public static Map<String, Object> of(String registryUrl) {
    Map<String, Object> settings = new TreeMap<>();
    settings.put("schema.registry.url", registryUrl);
    settings.put("auto.register.schemas", false);
    settings.put("use.latest.version", false);
    settings.put("avro.remove.java.properties", true);
    settings.put("specific.avro.reader", true);
    return settings;
  }
}
