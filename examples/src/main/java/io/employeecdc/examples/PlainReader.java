package io.employeecdc.examples;

import io.employeecdc.schema.Action;
import io.employeecdc.schema.EmployeeCDC;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

public final class PlainReader {
  public static void main(String[] args) {
    Map<Integer, Long> newest = new HashMap<>(); // belongs beside your rows
    try (var consumer = new KafkaConsumer<String, EmployeeCDC>(ReaderSettings.of("plain-reader"))) {
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
