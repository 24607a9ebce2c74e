package io.employeecdc.runtime.registry;

import java.util.Map;

/**
 * How to reach the schema registry.
 *
 * @param url its Confluent-compatible address; several of one registry are separated by commas
 * @param security settings of Confluent's client from the operator's properties file (TLS,
 *     authentication); may hold secrets
 */
public record RegistrySettings(String url, Map<String, String> security) {
  public RegistrySettings {
    security = Map.copyOf(security);
  }

  /** Without the security settings. */
  @Override
  public String toString() {
    return url;
  }
}
