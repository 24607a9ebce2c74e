package io.employeecdc.runtime.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import io.employeecdc.runtime.management.ManagementServer;
import io.employeecdc.runtime.management.Metrics;
import io.employeecdc.runtime.management.Progress;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class HousekeepingTest {
  @Test
  void a_step_that_throws_an_error_stops_the_service_as_a_defect() {
    try (Shutdown service = Shutdown.onSignal(Duration.ZERO)) {
      Housekeeping dies =
          new Housekeeping(
              "retention",
              Duration.ofMillis(1),
              () -> {
                throw new StackOverflowError();
              });
      dies.start(service);

      assertThat(service.pause(Duration.ofSeconds(10))).isTrue();
      assertThatThrownBy(dies::close)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("the retention died")
          .hasCauseInstanceOf(StackOverflowError.class);
    }
  }

  @Test
  void what_a_step_finds_broken_makes_the_service_not_ready_at_once() throws Exception {
    InetSocketAddress free = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    Progress loop = new Progress(Duration.ofMinutes(1));
    loop.done();
    try (Shutdown service = Shutdown.onSignal(Duration.ZERO);
        Metrics metrics = new Metrics("test");
        ManagementServer server =
            ManagementServer.start(free, metrics.registry(), List.of(loop), service)) {
      assertThat(readiness(server)).isEqualTo("200 ready");
      Housekeeping dies =
          new Housekeeping(
              "check",
              Duration.ofMillis(1),
              () -> {
                throw new CdcException(ErrorCode.DATABASE_NOT_SET_UP, "the table is gone");
              });
      dies.start(service);
      assertThat(service.pause(Duration.ofSeconds(10))).isTrue();
      loop.done();

      assertThat(readiness(server)).isEqualTo("503 not ready: the table is gone");
      assertThatThrownBy(dies::close).isInstanceOf(CdcException.class);
    }
  }

  private static String readiness(ManagementServer server) throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.port() + "/health/ready"))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    return answer.statusCode() + " " + answer.body().strip();
  }
}
