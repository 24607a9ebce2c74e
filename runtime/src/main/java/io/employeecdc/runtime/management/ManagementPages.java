package io.employeecdc.runtime.management;

import io.employeecdc.runtime.service.Shutdown;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code /} (a page for people), {@code /metrics} (Prometheus text; with {@code name[]=…}, once or
 * more, only these metrics), {@code /health/live} (200 while the process runs), {@code
 * /health/started} (200 once all checks at start have passed, else 503) and {@code /health/ready}
 * (200 while every loop makes progress and the service is not about to end, else 503 with the
 * reasons).
 */
final class ManagementPages {
  private static final String PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";
  private static final String ASKED_NAME = "name[]=";
  private static final String HTML = "text/html; charset=utf-8";

  /** A scrape may be slow; however many are asked for, they keep few threads busy. */
  private static final int SCRAPES_AT_ONCE = 4;

  private final PrometheusMeterRegistry registry;
  private final List<Progress> loops;
  private final Shutdown service;
  private final StatusPage page = StatusPage.load();
  private final Semaphore scrapes = new Semaphore(SCRAPES_AT_ONCE);
  private volatile boolean started;

  ManagementPages(PrometheusMeterRegistry registry, List<Progress> loops, Shutdown service) {
    this.registry = registry;
    this.loops = loops;
    this.service = service;
  }

  void started() {
    started = true;
  }

  List<String> problems() {
    return Stream.concat(Stream.of(service.reason()), loops.stream().map(Progress::problem))
        .flatMap(Optional::stream)
        .distinct()
        .toList();
  }

  /** Asked by several threads at once. */
  HttpAnswer answer(URI target) {
    return switch (target.getPath()) {
      case "/" ->
          new HttpAnswer(200, HTML, page.html(), Map.of("Content-Security-Policy", page.policy()));
      case "/metrics" -> metrics(askedNames(target));
      case "/health/live" -> HttpAnswer.text(200, "alive");
      case "/health/started" ->
          started ? HttpAnswer.text(200, "started") : HttpAnswer.text(503, "checks at start");
      case "/health/ready" -> readiness();
      default ->
          HttpAnswer.text(
              404, "here are /, /metrics, /health/live, /health/started and /health/ready");
    };
  }

  /**
   * The metrics that a scrape asks for, with the parameter that Prometheus' client libraries know,
   * as the registry calls them; empty if it asks for none.
   */
  private static Set<String> askedNames(URI scrape) {
    String query = scrape.getQuery() == null ? "" : scrape.getQuery();
    return Stream.of(query.split("&", -1))
        .filter(parameter -> parameter.startsWith(ASKED_NAME))
        .map(parameter -> parameter.substring(ASKED_NAME.length()))
        // The registry knows a counter without its suffix.
        .map(name -> name.replaceFirst("_total$", ""))
        .collect(Collectors.toSet());
  }

  private HttpAnswer metrics(Set<String> names) {
    if (!scrapes.tryAcquire()) {
      return HttpAnswer.text(503, SCRAPES_AT_ONCE + " others are asking for metrics");
    }
    try {
      String text = names.isEmpty() ? registry.scrape() : registry.scrape(PROMETHEUS_TEXT, names);
      return new HttpAnswer(200, PROMETHEUS_TEXT, text, Map.of());
    } finally {
      scrapes.release();
    }
  }

  private HttpAnswer readiness() {
    List<String> problems = problems();
    return problems.isEmpty()
        ? HttpAnswer.text(200, "ready")
        : HttpAnswer.text(503, "not ready: " + String.join("; ", problems));
  }
}
