package io.employeecdc.examples;

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
import org.springframework.kafka.listener.CommonContainerStoppingErrorHandler;
import org.springframework.messaging.handler.annotation.Payload;

@EnableKafka
@Configuration(proxyBeanMethods = false)
public class SpringReader {
  private final Map<Integer, Long> newest = new ConcurrentHashMap<>(); // belongs beside your rows

  @KafkaListener(topics = "bf_employee_cdc")
  public void take(@Payload(required = false) EmployeeCDC change) { // null is a tombstone
    if (change != null && change.getActionId() > newest.getOrDefault(change.getEmpId(), 0L)) {
      switch (change.getAction()) {
        case SNAPSHOT, INSERT, UPDATE -> keep(change, "lives in " + change.getEmployee().getCity());
        case DELETE -> keep(change, "gone");
        case UNKNOWN -> System.out.println(change.getEmpId() + " UNKNOWN: left as it was");
      }
    }
  }

  private void keep(EmployeeCDC change, String what) {
    System.out.println(change.getEmpId() + " " + change.getAction() + ": " + what);
    newest.put(change.getEmpId(), change.getActionId());
  }

  @Bean
  ConcurrentKafkaListenerContainerFactory<String, EmployeeCDC> kafkaListenerContainerFactory() {
    var factory = new ConcurrentKafkaListenerContainerFactory<String, EmployeeCDC>();
    factory.setConsumerFactory(new DefaultKafkaConsumerFactory<>(ReaderSettings.of("spring")));
    factory.setCommonErrorHandler(new CommonContainerStoppingErrorHandler());
    return factory;
  }

  public static void main(String[] args) {
    new AnnotationConfigApplicationContext(SpringReader.class).registerShutdownHook();
  }
}
