package io.employeecdc.serializer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.confluent.kafka.schemaregistry.avro.AvroSchema;
import io.confluent.kafka.schemaregistry.avro.AvroSchemaProvider;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import io.employeecdc.localstack.TestStack;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.kafka.common.errors.SerializationException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class RealRegistryTest {

  private static final Schema SCHEMA =
      SchemaBuilder.record("Greeting")
          .namespace("io.employeecdc.serializer")
          .fields()
          .requiredInt("number")
          .optionalString("text")
          .endRecord();

  private final String registryUrl = TestStack.shared().registryUrl().toString();
  private final String topic = "greetings-" + UUID.randomUUID();
  private final Map<String, Object> config =
      Map.of(
          "schema.registry.url", registryUrl,
          "auto.register.schemas", false,
          "use.latest.version", false);
  private final GenericRecord greeting =
      new GenericRecordBuilder(SCHEMA).set("number", 7).set("text", "hello").build();

  @Test
  void writes_and_reads_a_record_through_the_real_registry()
      throws IOException, RestClientException {
    int id = register();
    try (var serializer = new KafkaAvroSerializer();
        var deserializer = new KafkaAvroDeserializer()) {
      serializer.configure(config, false);
      deserializer.configure(config, false);

      byte[] bytes = serializer.serialize(topic, greeting);

      ByteBuffer wire = ByteBuffer.wrap(bytes);
      assertThat(wire.get()).as("magic byte").isZero();
      assertThat(wire.getInt()).as("schema id, big-endian").isEqualTo(id);
      assertThat(deserializer.deserialize(topic, bytes)).isEqualTo(greeting);
    }
  }

  @Test
  void refuses_to_write_a_schema_that_nobody_registered() {
    try (var serializer = new KafkaAvroSerializer()) {
      serializer.configure(config, false);

      assertThatThrownBy(() -> serializer.serialize(topic, greeting))
          .isInstanceOf(SerializationException.class)
          .cause()
          .isInstanceOfSatisfying(
              RestClientException.class, e -> assertThat(e.getStatus()).isEqualTo(404));
    }
  }

  private int register() throws IOException, RestClientException {
    try (SchemaRegistryClient client =
        new CachedSchemaRegistryClient(
            List.of(registryUrl), 10, List.of(new AvroSchemaProvider()), Map.of())) {
      return client.register(topic + "-value", new AvroSchema(SCHEMA));
    }
  }
}
