package io.employeecdc.runtime.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.runtime.service.Shutdown;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said to a client that does not ask as it should. */
@Timeout(60)
class HttpRequestsTest {
  private final Metrics metrics = new Metrics("consumer");
  private final ManagementServer server =
      ManagementServer.start(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
          metrics.registry(),
          List.of(),
          new Shutdown());

  @AfterEach
  void stop() {
    server.close();
    metrics.close();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      textBlock =
          """
          GET /health/live HTTP/1.0,       200, alive
          HEAD /health/live HTTP/1.1,      200, Content-Length: 6
          POST /health/live HTTP/1.1,      405, "Allow: GET, HEAD"
          DELETE / HTTP/1.1,               405, here are GET and HEAD
          PRI * HTTP/2.0,                  400, a request begins with 'GET PATH HTTP/1.1'
          GET /health/live HTTP/1.9,       400, a request begins with 'GET PATH HTTP/1.1'
          GET  /health/live HTTP/1.1,      400, a request begins with 'GET PATH HTTP/1.1'
          hello,                           400, a request begins with 'GET PATH HTTP/1.1'
          GET /health/live,                400, a request begins with 'GET PATH HTTP/1.1'
          GET /%zz HTTP/1.1,               400, the path is not one of a URL
          GET /a|b HTTP/1.1,               400, the path is not one of a URL
          GET mailto:me HTTP/1.1,          400, the path begins with a slash
          GET /health/live/../../ HTTP/1.1, 404, here are /
          GET //health/live HTTP/1.1,      404, here are /
          """)
  void each_gets_its_status_and_a_line_that_says_why(String request, String status, String says)
      throws Exception {
    String answer = asked(request + "\r\nHost: localhost\r\n\r\n");

    assertThat(RawClient.status(answer)).isEqualTo(status);
    assertThat(answer).contains(says);
  }

  @Test
  void headers_or_a_url_without_end_are_refused_before_they_end() throws Exception {
    String url = "GET /" + "a".repeat(100_000) + " HTTP/1.1\r\n\r\n";
    String header = "GET / HTTP/1.1\r\nX: " + "b".repeat(100_000) + "\r\n\r\n";

    assertThat(asked(url)).contains("400", "has 8192 bytes at most");
    assertThat(asked(header)).contains("400", "has 8192 bytes at most");
  }

  @Test
  void only_the_first_of_several_requests_in_one_connection_is_answered() throws Exception {
    String live = "GET /health/live HTTP/1.1\r\n\r\n";

    assertThat(asked(live + live + "\0\1\2garbage").split("HTTP/1.1 200", -1)).hasSize(2);
  }

  @Test
  void a_request_may_come_byte_by_byte() throws Exception {
    try (RawClient client = RawClient.to(server.port())) {
      for (char next : "GET /health/live HTTP/1.1\r\n\r\n".toCharArray()) {
        client.say(String.valueOf(next));
      }

      assertThat(client.answer()).contains("200 OK", "alive");
    }
  }

  private String asked(String text) throws IOException {
    try (RawClient client = RawClient.to(server.port())) {
      return client.say(text).answer();
    }
  }
}
