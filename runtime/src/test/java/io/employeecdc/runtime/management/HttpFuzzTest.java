package io.employeecdc.runtime.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.runtime.service.Shutdown;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Whatever clients send, each gets an answer of HTTP or the end of its connection, and the next
 * probe is answered. {@code -Dfaults.seed=N} repeats a run, {@code -Dfuzz.requests=N} makes it
 * longer.
 */
@Tag("nightly")
class HttpFuzzTest {
  private static final long SEED = Long.getLong("faults.seed", System.nanoTime() % 1_000_000);
  private static final int REQUESTS = Integer.getInteger("fuzz.requests", 20_000);
  private static final int LONGEST = 20_000;

  private static final List<String> METHODS = List.of("GET", "GET", "HEAD", "POST", "get");

  private static final List<String> PIECES =
      List.of(
          "GET",
          "HEAD",
          "POST",
          " ",
          "/",
          "/health/live",
          "/metrics",
          "?name[]=cdc_ready",
          "?name%5B%5D=%00",
          "//",
          "http://localhost/metrics",
          "mailto:",
          "%",
          "[",
          "#",
          "HTTP/1.1",
          "HTTP/1.0",
          "HTTP/2.0",
          "\r\n",
          "\r\n\r\n",
          "\n\n",
          "Host: localhost",
          "Content-Length: -1",
          "Content-Length: 99999999999999999999",
          "Transfer-Encoding: chunked",
          "Expect: 100-continue",
          "Connection: keep-alive",
          "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
          "\0",
          "\u00ff",
          "");

  private final Random random = new Random(SEED);

  @Test
  void no_request_ends_the_server_or_is_left_without_an_end() throws Exception {
    Map<String, Integer> answers = new TreeMap<>();
    try (Metrics metrics = new Metrics("fuzz");
        ManagementServer server =
            ManagementServer.start(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                metrics.registry(),
                List.of(),
                new Shutdown())) {
      for (int i = 0; i < REQUESTS; i++) {
        byte[] request = request();
        String status = status(server, request);
        assertThat(status)
            .as("seed %d, request %d: %s", SEED, i, Arrays.toString(request))
            .matches("|200|400|404|405|503");
        answers.merge(status.isEmpty() ? "none" : status, 1, Integer::sum);
      }
      try (RawClient probe = RawClient.to(server.port())) {
        assertThat(probe.say("GET /health/live HTTP/1.1\r\n\r\n").answer()).contains("alive");
      }
    }
    assertThat(answers).as("seed %d", SEED).containsKeys("200", "400", "404", "405");
    LoggerFactory.getLogger(HttpFuzzTest.class)
        .info("seed {}: {} requests, answered with {}", SEED, REQUESTS, answers);
  }

  private static String status(ManagementServer server, byte[] request) throws IOException {
    try (RawClient client = RawClient.to(server.port())) {
      return RawClient.status(client.say(request).sayNoMore().answer());
    }
  }

  private byte[] request() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    int kind = random.nextInt(4);
    if (kind > 0) {
      String method = METHODS.get(random.nextInt(METHODS.size()));
      bytes.writeBytes(pieces(kind == 1 ? method + " " : "", random.nextInt(12)));
    }
    if (kind == 1) {
      bytes.writeBytes(" HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
    }
    if (kind == 0 || random.nextInt(10) == 0) {
      byte[] garbage = new byte[random.nextInt(LONGEST)];
      random.nextBytes(garbage);
      bytes.writeBytes(garbage);
    }
    return bytes.toByteArray();
  }

  private byte[] pieces(String first, int count) {
    StringBuilder text = new StringBuilder(first);
    for (int i = 0; i < count; i++) {
      text.append(PIECES.get(random.nextInt(PIECES.size())));
    }
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
