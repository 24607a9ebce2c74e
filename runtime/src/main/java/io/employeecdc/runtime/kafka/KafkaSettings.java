package io.employeecdc.runtime.kafka;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;

/**
 * How to reach the brokers.
 *
 * @param bootstrapServers {@code host:port}, comma-separated
 * @param security settings from the operator's properties file (TLS, SASL); may hold secrets
 */
public record KafkaSettings(String bootstrapServers, Map<String, String> security) {
  public KafkaSettings {
    security = Map.copyOf(security);
  }

  /** A new, mutable map with what every client needs. */
  public Map<String, Object> client(String clientId) {
    Map<String, Object> config = new HashMap<>(security);
    config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    config.put(CommonClientConfigs.CLIENT_ID_CONFIG, clientId);
    return config;
  }

  /** Without the security settings. */
  @Override
  public String toString() {
    return bootstrapServers;
  }
}
