package io.employeecdc.examples;

import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import io.employeecdc.contract.TrustedAvro;
import io.employeecdc.schema.Action;
import io.employeecdc.schema.EmployeeCDC;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.Stores;

public final class StreamsTable {
  public static void main(String[] args) {
    TrustedAvro.enforce();
    Properties settings = new Properties();
    settings.put("application.id", "streams-table");
    settings.put("bootstrap.servers", System.getenv("CDC_BOOTSTRAP_SERVERS"));
    settings.put("global.consumer.isolation.level", "read_committed");
    StreamsBuilder builder = new StreamsBuilder();
    builder.globalTable(
        "bf_employee_cdc",
        Consumed.with(Serdes.String(), changes()),
        Materialized.as(Stores.inMemoryKeyValueStore("employees")));
    try (KafkaStreams streams = new KafkaStreams(builder.build(), settings)) {
      streams.start(); // returns when the table holds all that is in the topic
      var employees =
          streams.store(
              StoreQueryParameters.fromNameAndType(
                  "employees", QueryableStoreTypes.<String, EmployeeCDC>keyValueStore()));
      try (var rows = employees.all()) {
        rows.forEachRemaining(row -> show(row.key, row.value));
      }
    }
  }

  private static void show(String key, EmployeeCDC change) {
    if (change.getAction() == Action.UNKNOWN) {
      System.out.println(key + " is not known to this program");
    } else if (change.getEmployee() != null) { // else a DELETE, whose tombstone is on its way
      System.out.println(key + " lives in " + change.getEmployee().getCity());
    }
  }

  private static Serde<EmployeeCDC> changes() {
    Map<String, Object> settings = new HashMap<>();
    settings.put("schema.registry.url", System.getenv("CDC_SCHEMA_REGISTRY_URL"));
    settings.put("specific.avro.reader", true);
    settings.put("auto.register.schemas", false);
    settings.put("avro.remove.java.properties", true);
    KafkaAvroSerializer serializer = new KafkaAvroSerializer();
    serializer.configure(settings, false);
    KafkaAvroDeserializer deserializer = new KafkaAvroDeserializer();
    deserializer.configure(settings, false);
    return Serdes.serdeFrom(
        serializer::serialize,
        (topic, bytes) -> (EmployeeCDC) deserializer.deserialize(topic, bytes));
  }
}
