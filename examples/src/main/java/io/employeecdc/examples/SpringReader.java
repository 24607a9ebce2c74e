package io.employeecdc.examples;

import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.employeecdc.contract.TrustedAvro;
import io.employeecdc.schema.Action;
import io.employeecdc.schema.EmployeeCDC;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.EnableKafka;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.support.serializer.ErrorHandlingDeserializer;
import org.springframework.messaging.handler.annotation.Payload;

@EnableKafka
@Configuration(proxyBeanMethods = false)
public class SpringReader {
  private final Map<Integer, Long> newest = new ConcurrentHashMap<>(); // belongs beside your rows

  @KafkaListener(topics = "bf_employee_cdc")
  public void take(@Payload(required = false) EmployeeCDC change) {
    if (change == null || change.getActionId() <= newest.getOrDefault(change.getEmpId(), 0L)) {
      return; // A tombstone, or older than what was taken.
    }
    String what =
        switch (change.getAction()) {
          case SNAPSHOT, INSERT, UPDATE -> "lives in " + change.getEmployee().getCity();
          case DELETE -> "gone";
          case UNKNOWN -> "left as it was";
        };
    System.out.println(change.getEmpId() + " " + change.getAction() + ": " + what);
    if (change.getAction() != Action.UNKNOWN) {
      newest.put(change.getEmpId(), change.getActionId());
    }
  }

  @Bean
  ConcurrentKafkaListenerContainerFactory<String, EmployeeCDC> kafkaListenerContainerFactory() {
    TrustedAvro.enforce();
    Map<String, Object> settings = ReaderSettings.of("spring-reader");
    settings.put("value.deserializer", ErrorHandlingDeserializer.class);
    settings.put("spring.deserializer.value.delegate.class", KafkaAvroDeserializer.class);
    var containers = new ConcurrentKafkaListenerContainerFactory<String, EmployeeCDC>();
    containers.setConsumerFactory(new DefaultKafkaConsumerFactory<>(settings));
    return containers;
  }

  public static void main(String[] args) {
    new AnnotationConfigApplicationContext(SpringReader.class).registerShutdownHook();
  }
}
