package io.employeecdc.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class AdminClientsTest {
  @Test
  @Timeout(30)
  void an_operators_limit_for_an_answer_comes_before_ours() {
    KafkaSettings nobody =
        new KafkaSettings("127.0.0.1:1", Map.of("default.api.timeout.ms", " 200 "));
    try (Admin admin = AdminClients.open(nobody, "test", Duration.ofMinutes(5), 3)) {
      assertThatThrownBy(() -> admin.describeCluster().nodes().get())
          .hasMessageContaining("Timed out");
    }
  }
}
