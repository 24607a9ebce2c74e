package io.employeecdc.endtoend;

import static org.awaitility.Awaitility.await;

import io.employeecdc.localstack.process.Service;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@AnyPlace
class IdleLatencyTest {
  private static final int CHANGES = 100;
  private static final int WARM_UP = 20;

  @Test
  void each_single_change_on_an_idle_system_becomes_visible_in_the_target() throws Exception {
    try (PipelineUnderTest pipeline = PipelineUnderTest.create("idle");
        Connection source = pipeline.connectSource();
        Connection target = pipeline.connectTarget();
        PreparedStatement change =
            source.prepareStatement("insert into employees (emp_id) values (?)");
        PreparedStatement look =
            target.prepareStatement("select 1 from employees where emp_id = ?")) {
      List.of(pipeline.producer(Map.of()), pipeline.consumer(Map.of())).parallelStream()
          .forEach(Service::start);
      double[] millis = new double[CHANGES];
      for (int i = -WARM_UP; i < CHANGES; i++) {
        change.setInt(1, i);
        change.executeUpdate();
        long committed = System.nanoTime();
        look.setInt(1, i);
        await("change " + i)
            .atMost(Duration.ofSeconds(60))
            .pollInSameThread()
            .pollDelay(Duration.ZERO)
            .pollInterval(Duration.ofMillis(1))
            .until(() -> finds(look));
        millis[Math.max(i, 0)] = (System.nanoTime() - committed) / 1e6;
      }
      Arrays.sort(millis);
      System.out.printf(
          "commit to visible, %d single changes: p50 %.1f ms, p99 %.1f ms, max %.1f ms%n",
          CHANGES, millis[CHANGES / 2 - 1], millis[CHANGES - 2], millis[CHANGES - 1]);
    }
  }

  private static boolean finds(PreparedStatement look) throws SQLException {
    try (ResultSet row = look.executeQuery()) {
      return row.next();
    }
  }
}
