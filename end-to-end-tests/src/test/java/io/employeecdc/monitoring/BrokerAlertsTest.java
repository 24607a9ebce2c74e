package io.employeecdc.monitoring;

import io.employeecdc.localstack.LocalStack;
import io.employeecdc.localstack.TestStack;
import io.employeecdc.localstack.process.Server;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As {@link AlertsTest}, with three brokers. */
@Tag("servers")
@Tag("faults")
@NeedsMonitoring
class BrokerAlertsTest {
  @Test
  void a_broker_of_three_that_died(@TempDir Path folder) throws Exception {
    LocalStack stack = TestStack.withThreeBrokers();
    String rules = Files.readString(Watched.MONITORING.resolve("alerts.yml"));
    try (Watched watched = Watched.start(stack, "broker_alerts", folder, FasterRules.of(rules))) {
      watched.silent("BrokerMissing", "UnderReplicated");
      Server broker = stack.brokers().get(2);
      broker.kill();
      try {
        watched.firing("BrokerMissing", "UnderReplicated");
      } finally {
        broker.start();
      }
      watched.silent("BrokerMissing", "UnderReplicated");
    }
  }
}
