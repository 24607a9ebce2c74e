package io.employeecdc.runtime.certificate;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every hour how long the servers' certificates are valid, beside a service's own work: the
 * gauge {@code cdc_certificate_days_left}, NaN before a server was asked, and below 0 when its
 * certificate is no longer valid.
 */
public final class CertificateWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CertificateWatch.class);
  private static final Duration EVERY = Duration.ofHours(1);
  private static final double SECONDS_A_DAY = 86_400;

  private final List<TlsPeer> peers;
  private final Map<TlsPeer, Instant> ends = new ConcurrentHashMap<>();
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "certificates");
            thread.setDaemon(true);
            return thread;
          });

  public CertificateWatch(List<TlsPeer> peers, MeterRegistry registry) {
    this.peers = List.copyOf(peers);
    for (TlsPeer peer : peers) {
      Gauge.builder("cdc.certificate.days.left", () -> daysLeft(peer))
          .description("How long a server's certificate is still valid")
          .tag("server", peer.name())
          .tag("address", peer.address())
          .register(registry);
    }
  }

  /** Looks at once, and from then on every hour. */
  public void start() {
    if (!peers.isEmpty()) {
      Future<?> unused =
          executor.scheduleWithFixedDelay(this::look, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }

  private void look() {
    for (TlsPeer peer : peers) {
      try {
        ServerCertificate.validUntil(peer).ifPresent(end -> ends.put(peer, end));
      } catch (IOException | RuntimeException e) {
        // Who needs the server complains; what was seen last stays true.
        LOG.debug("No certificate from {}: {}", peer.address(), e.getClass().getSimpleName());
      }
    }
  }

  private double daysLeft(TlsPeer peer) {
    Instant end = ends.get(peer);
    return end == null
        ? Double.NaN
        : Duration.between(Instant.now(), end).toSeconds() / SECONDS_A_DAY;
  }
}
