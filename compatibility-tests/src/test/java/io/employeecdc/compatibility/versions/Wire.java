package io.employeecdc.compatibility.versions;

import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import io.employeecdc.contract.SerdeSettings;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;

/** Confluent's serializer and deserializers on a topic, with the services' settings. */
final class Wire implements AutoCloseable {
  private final String topic;
  private final KafkaAvroSerializer serializer = new KafkaAvroSerializer();
  private final KafkaAvroDeserializer current = new KafkaAvroDeserializer();
  private final KafkaAvroDeserializer generic = new KafkaAvroDeserializer();

  Wire(String registryUrl, String topic) {
    this.topic = topic;
    Map<String, Object> settings = SerdeSettings.of(registryUrl);
    serializer.configure(settings, false);
    current.configure(settings, false);
    // A consumer of another version has another generated class, which is not here.
    Map<String, Object> withoutClasses = new TreeMap<>(settings);
    withoutClasses.put("specific.avro.reader", false);
    generic.configure(withoutClasses, false);
  }

  byte[] write(GenericRecord record) {
    return serializer.serialize(topic, record);
  }

  /** As a consumer that was built with the given version. */
  Object readAs(Schema version, byte[] value) {
    return Plain.of(generic.deserialize(topic, value, version));
  }

  /** As a consumer of today's generated class. */
  Object readAsGeneratedClass(byte[] value) {
    return Plain.of(current.deserialize(topic, value));
  }

  @Override
  public void close() {
    serializer.close();
    current.close();
    generic.close();
  }
}
