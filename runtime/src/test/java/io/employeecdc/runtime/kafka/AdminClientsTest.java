package io.employeecdc.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
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

  @Test
  void a_limit_that_is_no_number_is_refused_by_name() {
    KafkaSettings settings =
        new KafkaSettings("127.0.0.1:1", Map.of("default.api.timeout.ms", "soon"));
    assertThatThrownBy(() -> AdminClients.open(settings, "test", Duration.ofMinutes(5), 3))
        .isInstanceOfSatisfying(
            CdcException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.CONFIGURATION))
        .hasMessageContaining("default.api.timeout.ms");
  }
}
