package io.employeecdc.examples;

import static org.apache.kafka.streams.StoreQueryParameters.fromNameAndType;

import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.employeecdc.schema.Action;
import io.employeecdc.schema.EmployeeCDC;
import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.Stores;

public final class StreamsTable {
  private static final String TOPIC = "bf_employee_cdc";

  public static void main(String[] args) {
    var reading = ReaderSettings.of("streams-table");
    Properties settings = new Properties();
    settings.put("application.id", "streams-table");
    settings.put("bootstrap.servers", System.getenv("CDC_BOOTSTRAP_SERVERS"));
    settings.put("global.consumer.isolation.level", "read_committed");
    var bytes = Consumed.with(Serdes.String(), Serdes.ByteArray());
    StreamsBuilder builder = new StreamsBuilder();
    builder.globalTable(TOPIC, bytes, Materialized.as(Stores.inMemoryKeyValueStore("employees")));
    var table = fromNameAndType("employees", QueryableStoreTypes.<String, byte[]>keyValueStore());
    var changes = new KafkaAvroDeserializer();
    changes.configure(reading, false);
    try (KafkaStreams streams = new KafkaStreams(builder.build(), settings)) {
      streams.start(); // returns when the table holds all that is in the topic
      try (var rows = streams.store(table).all()) {
        rows.forEachRemaining(row -> show((EmployeeCDC) changes.deserialize(TOPIC, row.value)));
      }
    }
  }

  private static void show(EmployeeCDC change) {
    if (change.getAction() == Action.UNKNOWN) {
      System.out.println(change.getEmpId() + " is not known to this program");
    } else if (change.getEmployee() != null) { // else a DELETE, whose tombstone is on its way
      System.out.println(change.getEmpId() + " lives in " + change.getEmployee().getCity());
    }
  }
}
