package io.employeecdc.runtime.certificate;

import io.employeecdc.runtime.database.DatabaseSettings;
import io.employeecdc.runtime.kafka.KafkaSettings;
import io.employeecdc.runtime.registry.RegistrySettings;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * A server that a service speaks TLS with.
 *
 * @param name {@code kafka}, {@code registry}, {@code source} or {@code target}
 */
public record TlsPeer(String name, String host, int port, Hello hello) {
  enum Hello {
    AT_ONCE,
    /** After a request for it (PostgreSQL's protocol, SSLRequest). */
    ASKED_FOR
  }

  private static final Set<String> PLAIN_DATABASE = Set.of("disable", "allow");

  /** Those of a service's servers that its settings say speak TLS. */
  public static List<TlsPeer> of(
      KafkaSettings kafka, RegistrySettings registry, DatabaseSettings database) {
    List<TlsPeer> peers = new ArrayList<>();
    String protocol = kafka.security().get(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG);
    if (protocol != null && protocol.endsWith("SSL")) {
      for (String server : kafka.bootstrapServers().split(",", -1)) {
        int colon = server.lastIndexOf(':');
        peers.add(
            new TlsPeer(
                "kafka",
                server.substring(0, colon).strip(),
                Integer.parseInt(server.substring(colon + 1).strip()),
                Hello.AT_ONCE));
      }
    }
    for (String url : registry.url().split(",", -1)) {
      of(URI.create(url.strip())).ifPresent(peers::add);
    }
    peers.addAll(of(database));
    return peers;
  }

  private static Optional<TlsPeer> of(URI registry) {
    return registry.getScheme().equals("https")
        ? Optional.of(
            new TlsPeer(
                "registry",
                registry.getHost(),
                registry.getPort() < 0 ? 443 : registry.getPort(),
                Hello.AT_ONCE))
        : Optional.empty();
  }

  private static List<TlsPeer> of(DatabaseSettings database) {
    Properties parts = Driver.parseURL(database.url(), null);
    String mode = PGProperty.SSL_MODE.getOrDefault(parts);
    List<TlsPeer> peers = new ArrayList<>();
    if (mode != null && !PLAIN_DATABASE.contains(mode)) {
      String[] hosts = PGProperty.PG_HOST.getOrDefault(parts).split(",", -1);
      String[] ports = PGProperty.PG_PORT.getOrDefault(parts).split(",", -1);
      for (int i = 0; i < hosts.length; i++) {
        peers.add(
            new TlsPeer(database.side(), hosts[i], Integer.parseInt(ports[i]), Hello.ASKED_FOR));
      }
    }
    return peers;
  }

  /** As a metric's label. */
  String address() {
    return host + ":" + port;
  }
}
