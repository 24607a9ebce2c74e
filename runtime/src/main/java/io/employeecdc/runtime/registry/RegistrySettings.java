package io.employeecdc.runtime.registry;

import io.employeecdc.contract.Registry;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.options.Masked;
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

  /**
   * A client of the registry, which asks nothing yet.
   *
   * @throws CdcException with exit code 3 if the settings make no client
   */
  public Registry open() {
    try {
      return Registry.at(url, security);
    } catch (RuntimeException e) {
      throw new CdcException(
          ExitCode.CONFIGURATION,
          "the settings of --schema-registry-config make no client: "
              + Masked.text(String.valueOf(e.getMessage()), security));
    }
  }

  /** Without the security settings. */
  @Override
  public String toString() {
    return url;
  }
}
