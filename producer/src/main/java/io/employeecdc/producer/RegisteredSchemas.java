package io.employeecdc.producer;

import io.employeecdc.contract.Names;
import io.employeecdc.contract.Registry;
import io.employeecdc.contract.RegistryException;
import io.employeecdc.contract.SchemaVersion;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import io.employeecdc.runtime.registry.RegistryAdvice;
import io.employeecdc.runtime.registry.RegistryWait;
import io.employeecdc.runtime.service.Shutdown;
import java.io.IOException;
import java.io.UncheckedIOException;

/** The ids that the registry has for the versions that this producer writes. */
record RegisteredSchemas(ProducerSettings settings, Shutdown shutdown) {
  /**
   * Waits for a registry that does not answer, once, at start.
   *
   * @throws CdcException with exit code 5 if it does not answer in time, or as {@link #idOf}
   */
  void await(SchemaVersion version) {
    RegistryWait.until(
        settings.registry(),
        settings.registryTimeout(),
        () -> {
          int unused = idOf(version);
        },
        shutdown::pause);
  }

  /**
   * Looks a version up.
   *
   * @return four bytes of every record's header
   * @throws CdcException with exit code 5 if the registry does not answer, 4 if it refuses us, 6 if
   *     it does not hold the schema
   */
  int idOf(SchemaVersion version) {
    String subject = Names.valueSubject(settings.publish().topic());
    try (Registry registry = settings.registry().open()) {
      return registry.idOf(subject, version.schema());
    } catch (RegistryException e) {
      throw explain(e, subject, version.number());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static CdcException explain(RegistryException e, String subject, int version) {
    return switch (e.reason()) {
      case UNREACHABLE ->
          new CdcException(ErrorCode.REGISTRY_UNREACHABLE, RegistryAdvice.complete(e), e);
      case REFUSED -> new CdcException(ErrorCode.REGISTRY_REFUSED, RegistryAdvice.complete(e), e);
      case NOT_FOUND ->
          new CdcException(
              ErrorCode.SCHEMA_NOT_REGISTERED,
              "version %d of the schema is not registered under subject '%s'; run 'cdc setup'"
                  .formatted(version, subject),
              e);
      case NOT_AVRO, REJECTED ->
          new CdcException(ErrorCode.REGISTRY_ANSWER, RegistryAdvice.complete(e), e);
    };
  }
}
