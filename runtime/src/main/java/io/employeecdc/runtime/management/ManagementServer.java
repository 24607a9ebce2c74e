package io.employeecdc.runtime.management;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Serves {@code /} (a page for people), {@code /metrics} (Prometheus text; with {@code name[]=…},
 * once or more, only these metrics), {@code /health/live} (200 while the process runs), {@code
 * /health/started} (200 once all checks at start have passed, else 503) and {@code /health/ready}
 * (200 while every loop makes progress, else 503 with the reasons). Readiness is also the metric
 * {@code cdc_ready}.
 */
public final class ManagementServer implements AutoCloseable {
  private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String HTML = "text/html; charset=utf-8";

  private final HttpServer server;
  private final ExecutorService executor;
  private volatile boolean started;

  private ManagementServer(HttpServer server, ExecutorService executor) {
    this.server = server;
    this.executor = executor;
  }

  /**
   * Starts to listen.
   *
   * @param address where; port 0 takes a free one
   * @param loops what readiness asks
   */
  public static ManagementServer start(
      InetSocketAddress address, PrometheusMeterRegistry registry, List<Progress> loops) {
    Gauge.builder("cdc.ready", () -> problems(loops).isEmpty() ? 1 : 0)
        .description("1 while every loop makes progress, as /health/ready says; else 0")
        .register(registry);
    ExecutorService executor =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread thread = new Thread(task, "management");
              thread.setDaemon(true);
              return thread;
            });
    StatusPage page = StatusPage.load();
    try {
      HttpServer server = HttpServer.create(address, 0);
      server.setExecutor(executor);
      server.createContext("/", e -> answerPage(e, page));
      server.createContext("/metrics", e -> answerMetrics(e, registry));
      server.createContext("/health/live", e -> answer(e, 200, TEXT, "alive\n"));
      server.createContext("/health/ready", e -> answerReadiness(e, loops));
      ManagementServer management = new ManagementServer(server, executor);
      server.createContext("/health/started", management::answerStart);
      server.start();
      return management;
    } catch (IOException e) {
      throw new CdcException(
          ErrorCode.MANAGEMENT_PORT,
          "--management-port (CDC_MANAGEMENT_PORT), --management-address: %s cannot be used: %s"
              .formatted(address, e.getMessage()),
          e);
    }
  }

  /** All checks at start have passed. */
  public void started() {
    started = true;
  }

  /** The port it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    executor.shutdownNow();
  }

  private static void answerMetrics(HttpExchange exchange, PrometheusMeterRegistry registry)
      throws IOException {
    Set<String> names = AskedNames.in(exchange.getRequestURI());
    String text = names.isEmpty() ? registry.scrape() : registry.scrape(PROMETHEUS_TEXT, names);
    answer(exchange, 200, PROMETHEUS_TEXT, text);
  }

  private void answerStart(HttpExchange exchange) throws IOException {
    answer(exchange, started ? 200 : 503, TEXT, started ? "started\n" : "checks at start\n");
  }

  private static void answerReadiness(HttpExchange exchange, List<Progress> loops)
      throws IOException {
    List<String> problems = problems(loops);
    String body = problems.isEmpty() ? "ready" : "not ready: " + String.join("; ", problems);
    answer(exchange, problems.isEmpty() ? 200 : 503, TEXT, body + "\n");
  }

  /** Also asked for everything that nothing else was made for. */
  private static void answerPage(HttpExchange exchange, StatusPage page) throws IOException {
    if (exchange.getRequestURI().getPath().equals("/")) {
      exchange.getResponseHeaders().set("Content-Security-Policy", page.policy());
      answer(exchange, 200, HTML, page.html());
    } else {
      String here = "here are /, /metrics, /health/live, /health/started and /health/ready\n";
      answer(exchange, 404, TEXT, here);
    }
  }

  private static List<String> problems(List<Progress> loops) {
    return loops.stream().map(Progress::problem).flatMap(Optional::stream).distinct().toList();
  }

  private static void answer(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.getResponseHeaders().set("Content-Type", type);
      exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}
