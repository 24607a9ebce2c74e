package io.employeecdc.runtime.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever answers at a peer's address, the question has an end. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ServiceProbeTest {
  private static final byte[] MUCH = new byte[1024 * 1024];

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  @Test
  void an_answer_that_is_larger_than_any_of_ours_is_none() {
    answer(
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          try (OutputStream out = exchange.getResponseBody()) {
            while (true) {
              out.write(MUCH);
            }
          }
        });

    assertThat(ask()).isEqualTo("BufferOverflowException");
  }

  @Test
  void an_answer_that_drips_and_never_ends_is_none_and_is_not_listened_to_any_more()
      throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch refused = new CountDownLatch(2);
    answer(
        exchange -> {
          try {
            exchange.sendResponseHeaders(200, 0);
            while (!never.await(20, TimeUnit.MILLISECONDS)) {
              exchange.getResponseBody().write('x');
              exchange.getResponseBody().flush();
            }
          } catch (IOException e) {
            refused.countDown();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });

    assertThat(ask()).isEqualTo("TimeoutException");
    refused.await();
  }

  private void answer(HttpHandler handler) {
    server.createContext("/", handler);
  }

  private String ask() {
    String address = "127.0.0.1:" + server.getAddress().getPort();
    return ((ServiceAnswer.Silent) ServiceProbe.ask(address).join()).why();
  }
}
