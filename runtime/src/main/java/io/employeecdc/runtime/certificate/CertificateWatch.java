package io.employeecdc.runtime.certificate;

import io.employeecdc.runtime.service.Housekeeping;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every hour how long the servers' certificates are valid, beside a service's own work: the
 * gauge {@code cdc_certificate_days_left}, NaN before a server was asked, and below 0 when its
 * certificate is no longer valid.
 */
public final class CertificateWatch {
  private static final Logger LOG = LoggerFactory.getLogger(CertificateWatch.class);
  private static final Duration EVERY = Duration.ofHours(1);
  private static final double SECONDS_A_DAY = 86_400;

  private final List<TlsPeer> peers;
  private final Map<TlsPeer, Instant> ends = new ConcurrentHashMap<>();

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

  /** Not started; to be started with a look at once. */
  public Housekeeping schedule() {
    return new Housekeeping("certificates", EVERY, this::look);
  }

  private boolean look() {
    for (TlsPeer peer : peers) {
      try {
        ServerCertificate.validUntil(peer).ifPresent(end -> ends.put(peer, end));
      } catch (IOException | RuntimeException e) {
        // Who needs the server complains; what was seen last stays true.
        LOG.debug("No certificate from {}: {}", peer.address(), e.getClass().getSimpleName());
      }
    }
    return false;
  }

  private double daysLeft(TlsPeer peer) {
    Instant end = ends.get(peer);
    return end == null
        ? Double.NaN
        : Duration.between(Instant.now(), end).toSeconds() / SECONDS_A_DAY;
  }
}
