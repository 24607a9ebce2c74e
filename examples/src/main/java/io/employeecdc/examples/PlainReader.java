package io.employeecdc.examples;

import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.employeecdc.contract.TrustedAvro;
import io.employeecdc.schema.EmployeeCDC;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

public final class PlainReader {
  public static void main(String[] args) {
    TrustedAvro.enforce();
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            System.getenv("CDC_BOOTSTRAP_SERVERS"),
            "schema.registry.url",
            System.getenv("CDC_SCHEMA_REGISTRY_URL"),
            "specific.avro.reader",
            true,
            "key.deserializer",
            StringDeserializer.class,
            "value.deserializer",
            KafkaAvroDeserializer.class,
            "group.id",
            "plain-reader",
            "auto.offset.reset",
            "earliest",
            "isolation.level",
            "read_committed",
            "enable.auto.commit",
            false);
    Map<Integer, Long> newest = new HashMap<>(); // belongs beside your rows
    try (KafkaConsumer<String, EmployeeCDC> consumer = new KafkaConsumer<>(settings)) {
      consumer.subscribe(List.of("bf_employee_cdc"));
      while (true) {
        for (ConsumerRecord<String, EmployeeCDC> record : consumer.poll(Duration.ofSeconds(1))) {
          EmployeeCDC change = record.value();
          if (change != null // a tombstone
              && change.getActionId() > newest.getOrDefault(change.getEmpId(), 0L)) {
            newest.put(change.getEmpId(), change.getActionId());
            System.out.println(record.key() + " " + change.getAction() + ": " + what(change));
          }
        }
        consumer.commitSync();
      }
    }
  }

  private static String what(EmployeeCDC change) {
    return switch (change.getAction()) {
      case SNAPSHOT, INSERT, UPDATE -> "lives in " + change.getEmployee().getCity();
      case DELETE -> "gone";
      case UNKNOWN -> "left as it was";
    };
  }
}
