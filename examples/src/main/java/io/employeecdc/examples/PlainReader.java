package io.employeecdc.examples;

import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.employeecdc.contract.TrustedAvro;
import io.employeecdc.schema.Action;
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
    Map<String, Object> settings = new HashMap<>();
    settings.put("bootstrap.servers", System.getenv("CDC_BOOTSTRAP_SERVERS"));
    settings.put("schema.registry.url", System.getenv("CDC_SCHEMA_REGISTRY_URL"));
    settings.put("specific.avro.reader", true);
    settings.put("key.deserializer", StringDeserializer.class);
    settings.put("value.deserializer", KafkaAvroDeserializer.class);
    settings.put("group.id", "plain-reader");
    settings.put("auto.offset.reset", "earliest");
    settings.put("isolation.level", "read_committed");
    settings.put("enable.auto.commit", false);
    Map<Integer, Long> newest = new HashMap<>(); // belongs beside your rows
    try (KafkaConsumer<String, EmployeeCDC> consumer = new KafkaConsumer<>(settings)) {
      consumer.subscribe(List.of("bf_employee_cdc"));
      while (true) {
        for (ConsumerRecord<String, EmployeeCDC> record : consumer.poll(Duration.ofSeconds(1))) {
          EmployeeCDC change = record.value();
          if (change != null // a tombstone
              && change.getActionId() > newest.getOrDefault(change.getEmpId(), 0L)) {
            System.out.println(record.key() + " " + change.getAction() + ": " + what(change));
            if (change.getAction() != Action.UNKNOWN) {
              newest.put(change.getEmpId(), change.getActionId());
            }
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
