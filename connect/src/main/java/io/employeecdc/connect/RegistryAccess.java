package io.employeecdc.connect;

import io.employeecdc.contract.Registry;
import io.employeecdc.contract.RegistryException;
import io.employeecdc.contract.SchemaVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.connect.errors.ConnectException;

/**
 * How the registry is asked.
 *
 * @param client settings of Confluent's client; may hold secrets
 */
record RegistryAccess(String url, Map<String, String> client) {
  /** So long a registry that does not answer is waited for, as Connect starts tasks only once. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);

  /**
   * The id under which the subject holds the version; never registers it.
   *
   * @throws ConnectException that says what to do, if there is none to be had
   */
  int idOf(String subject, SchemaVersion version) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try (Registry registry = Registry.at(url, client)) {
      while (true) {
        try {
          return registry.idOf(subject, version.schema());
        } catch (RegistryException e) {
          if (e.reason() != RegistryException.Reason.UNREACHABLE || System.nanoTime() > deadline) {
            throw explain(e, subject, version.number());
          }
          Thread.sleep(BETWEEN_TRIES.toMillis());
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ConnectException("interrupted while the schema registry was waited for", e);
    }
  }

  private static ConnectException explain(RegistryException e, String subject, int version) {
    return new ConnectException(
        e.reason() == RegistryException.Reason.NOT_FOUND
            ? "version %d of the schema is not registered under subject '%s'; run 'cdc setup'"
                .formatted(version, subject)
            : e.getMessage() + "; look at schema.registry.url",
        e);
  }

  /** Without the client's settings. */
  @Override
  public String toString() {
    return url;
  }
}
