package io.employeecdc.compatibility.versions;

import io.employeecdc.contract.Names;
import io.employeecdc.contract.Registry;
import io.employeecdc.contract.RegistryException;
import io.employeecdc.contract.SchemaVersion;
import io.employeecdc.contract.table.Contract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;

/**
 * Versions of one record schema that must all understand each other.
 *
 * @param adjective goes before "version 1"; empty or with a space at its end
 * @param topic whose subject holds exactly these versions
 */
public record VersionFamily(String adjective, String topic, List<SchemaVersion> versions) {
  /** What is released. */
  public static VersionFamily released() {
    return new VersionFamily("", "compatibility_released", Contract.standard().released().all());
  }

  /**
   * What might be released one day. The first is the released version 1 as it is: Confluent's
   * serializer takes schemas that differ in their documentation only for one.
   */
  public static VersionFamily madeUp() {
    List<SchemaVersion> versions = new ArrayList<>();
    Path folder = Path.of("src/test/resources/family");
    try {
      for (int number = 1; Files.exists(folder.resolve("v" + number + ".avsc")); number++) {
        String schema = Files.readString(folder.resolve("v" + number + ".avsc"));
        versions.add(
            new SchemaVersion(
                number, LocalDate.EPOCH, "made up", new Schema.Parser().parse(schema)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new VersionFamily("made-up ", "compatibility_made_up", versions);
  }

  static List<VersionFamily> all() {
    return List.of(released(), madeUp());
  }

  /** Puts all versions into the registry, in order, as the release step does. */
  void register(Registry registry) throws RegistryException {
    String subject = Names.valueSubject(topic);
    for (SchemaVersion version : versions) {
      registry.register(subject, version.schema());
      registry.setCompatibility(subject, "FULL_TRANSITIVE");
    }
  }

  String name(SchemaVersion version) {
    return adjective + "version " + version.number();
  }

  /** Without its own text: a failing test prints the record that it is about. */
  @Override
  public String toString() {
    return adjective + "versions";
  }
}
