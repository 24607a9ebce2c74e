package io.employeecdc.runtime.management;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.runtime.service.Shutdown;
import io.micrometer.core.instrument.Gauge;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A probe is answered whatever others do with their connections. */
@Timeout(120)
class HeldConnectionsTest {
  private static final InetSocketAddress FREE =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  private static final String LIVE = "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n";
  private static final String METRICS = "GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n";
  private static final int MANY = 500;

  private final Metrics metrics = new Metrics("consumer");
  private final List<RawClient> clients = new ArrayList<>();
  private ManagementServer server;

  @BeforeEach
  void start() {
    server = ManagementServer.start(FREE, metrics.registry(), List.of(), new Shutdown());
  }

  @AfterEach
  void stop() throws IOException {
    for (RawClient client : clients) {
      client.close();
    }
    server.close();
    metrics.close();
  }

  @Test
  void lives_while_a_client_has_sent_one_byte_and_no_more() throws Exception {
    client(0).say("G");

    assertLives();
  }

  @Test
  void lives_while_five_hundred_clients_hold_what_they_began() throws Exception {
    for (int i = 0; i < MANY; i++) {
      client(0).say(METRICS.substring(0, i % METRICS.length()));
    }

    assertLives();
  }

  @Test
  void lives_while_clients_do_not_read_what_they_asked_for() throws Exception {
    large();
    for (int i = 0; i < 20; i++) {
      client(1024).say(METRICS);
    }

    assertLives();
  }

  @Test
  void lives_while_metrics_take_long_and_asking_for_more_of_them_is_refused() throws Exception {
    CountDownLatch asked = new CountDownLatch(4);
    CountDownLatch free = new CountDownLatch(1);
    Gauge.builder("slow", () -> slowly(asked, free)).register(metrics.registry());
    for (int i = 0; i < 4; i++) {
      client(0).say(METRICS);
    }
    try {
      // Read one after the other, the second would not even be asked.
      asked.await();

      assertLives();
      assertThat(client(0).say(METRICS).answer()).contains("503", "others are asking for metrics");
    } finally {
      free.countDown();
    }
    assertThat(clients.get(0).answer()).contains("200 OK", "slow{");
  }

  @Test
  void ends_who_does_not_say_fetch_or_go_in_time() throws Exception {
    limited(new HttpListener.Limits(64, Duration.ofMillis(1)));
    large();

    assertThat(client(0).say("GET /").answer()).isEmpty();
    assertThat(client(1024).answer()).isEmpty();
  }

  @Test
  void one_connection_more_than_the_limit_ends_the_oldest() throws Exception {
    limited(new HttpListener.Limits(2, Duration.ofMinutes(5)));
    RawClient oldest = client(0);
    RawClient older = client(0);

    assertThat(client(0).say(LIVE).answer()).contains("200 OK");
    assertThat(oldest.answer()).isEmpty();
    assertThat(older.say(LIVE).answer()).contains("200 OK");
  }

  private void limited(HttpListener.Limits limits) {
    server.close();
    metrics.registry().clear();
    server = ManagementServer.start(FREE, limits, metrics.registry(), List.of(), new Shutdown());
  }

  /** More than any buffer between server and client holds. */
  private void large() {
    for (int i = 0; i < 60_000; i++) {
      metrics.registry().counter("large", "which", "x".repeat(100) + i).increment();
    }
  }

  private static double slowly(CountDownLatch asked, CountDownLatch free) {
    asked.countDown();
    try {
      free.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return 1;
  }

  private RawClient client(int window) throws IOException {
    RawClient client = new RawClient(server.port(), window);
    clients.add(client);
    return client;
  }

  private void assertLives() throws IOException {
    assertThat(client(0).say(LIVE).answer()).contains("200 OK", "alive");
  }
}
