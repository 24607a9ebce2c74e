package io.employeecdc.runtime.management;

import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import io.employeecdc.runtime.service.Shutdown;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;

/**
 * Serves {@link ManagementPages}, to whoever can reach its address. Readiness is also the metric
 * {@code cdc_ready}.
 */
public final class ManagementServer implements AutoCloseable {
  private final ManagementPages pages;
  private final HttpListener listener;

  private ManagementServer(ManagementPages pages, HttpListener listener) {
    this.pages = pages;
    this.listener = listener;
  }

  /**
   * Starts to listen.
   *
   * @param address where; port 0 takes a free one
   * @param loops what readiness asks
   * @param service not ready any more once it is asked to stop
   */
  public static ManagementServer start(
      InetSocketAddress address,
      PrometheusMeterRegistry registry,
      List<Progress> loops,
      Shutdown service) {
    return start(address, HttpListener.Limits.USUAL, registry, loops, service);
  }

  static ManagementServer start(
      InetSocketAddress address,
      HttpListener.Limits limits,
      PrometheusMeterRegistry registry,
      List<Progress> loops,
      Shutdown service) {
    ManagementPages pages = new ManagementPages(registry, loops, service);
    Gauge.builder("cdc.ready", () -> pages.problems().isEmpty() ? 1 : 0)
        .description("1 while every loop makes progress, as /health/ready says; else 0")
        .register(registry);
    try {
      return new ManagementServer(pages, HttpListener.start(address, limits, pages::answer));
    } catch (IOException e) {
      throw new CdcException(
          ErrorCode.MANAGEMENT_PORT,
          "--management-port (CDC_MANAGEMENT_PORT), --management-address: %s cannot be used: %s"
              .formatted(address, e.getMessage()),
          e);
    }
  }

  public void started() {
    pages.started();
  }

  public int port() {
    return listener.port();
  }

  @Override
  public void close() {
    listener.close();
  }
}
