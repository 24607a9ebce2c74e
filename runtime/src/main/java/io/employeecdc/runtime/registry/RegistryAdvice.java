package io.employeecdc.runtime.registry;

import io.employeecdc.contract.RegistryException;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.failure.TlsFailure;

/** What to look at when the registry does not do what it should. */
public final class RegistryAdvice {
  private RegistryAdvice() {}

  /** The end of a command; what it means that the registry holds no Avro, the command says. */
  public static CdcException end(RegistryException failure, ExitCode notAvro) {
    ExitCode code =
        switch (failure.reason()) {
          case UNREACHABLE -> ExitCode.UNREACHABLE;
          case REFUSED -> ExitCode.REFUSED;
          case NOT_FOUND, REJECTED -> ExitCode.CONFIGURATION;
          case NOT_AVRO -> notAvro;
        };
    return new CdcException(code, complete(failure), failure);
  }

  /** The failure's message and the settings to check. */
  public static String complete(Exception failure) {
    return TlsFailure.reason(failure)
        .map(
            reason ->
                "%s: %s; check schema.registry.ssl.truststore.location in --schema-registry-config, and the host in --schema-registry-url"
                    .formatted(failure.getMessage(), reason))
        .orElseGet(
            () ->
                failure.getMessage()
                    + "; check --schema-registry-url, and --schema-registry-config if it wants a"
                    + " password");
  }
}
