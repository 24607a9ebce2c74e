package io.employeecdc.pipeline.setup;

import io.employeecdc.contract.Names;
import io.employeecdc.contract.Registry;
import io.employeecdc.contract.RegistryException;
import io.employeecdc.contract.ReleasedSchemas;
import io.employeecdc.contract.SchemaVersion;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Puts every released version of the schema into the registry, oldest first. */
final class SchemaRegistration {
  private static final String LEVEL = "FULL_TRANSITIVE";

  private SchemaRegistration() {}

  /**
   * Sets the subject's compatibility level and registers what is missing.
   *
   * @return what happened, in words
   */
  static String register(String registryUrl, String topic) throws IOException {
    String subject = Names.valueSubject(topic);
    try (Registry registry = Registry.at(registryUrl)) {
      int before = registry.versions(subject).size();
      registry.setCompatibility(subject, LEVEL);
      List<String> ids = new ArrayList<>();
      for (SchemaVersion version : ReleasedSchemas.all()) {
        int id = registry.register(subject, version.schema());
        ids.add("version " + version.number() + " (id " + id + ")");
      }
      int added = registry.versions(subject).size() - before;
      return "%s holds %s, %s, %s"
          .formatted(
              subject, String.join(", ", ids), LEVEL, added == 0 ? "nothing new" : added + " new");
    } catch (RegistryException e) {
      throw new CdcException(exitCode(e), e.getMessage() + "; check --schema-registry-url", e);
    }
  }

  private static ExitCode exitCode(RegistryException e) {
    return switch (e.reason()) {
      case UNREACHABLE -> ExitCode.UNREACHABLE;
      case REFUSED -> ExitCode.REFUSED;
      case NOT_FOUND, NOT_AVRO, REJECTED -> ExitCode.INCOMPATIBLE_SCHEMA;
    };
  }
}
