package io.employeecdc.compatibility.versions;

import io.employeecdc.contract.RegistryException;
import io.employeecdc.contract.SchemaVersion;
import java.util.HashMap;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.apache.avro.generic.GenericRecord;

/** Records that nobody thought of. A failure prints its seed and the smallest such record. */
@Tag("servers")
class RandomRecordsTest {
  private static final Map<String, Readers> READERS = new HashMap<>();

  @BeforeContainer
  static void open() throws RegistryException {
    for (VersionFamily family : VersionFamily.all()) {
      READERS.put(family.topic(), Readers.of(family));
    }
  }

  @AfterContainer
  static void close() throws Exception {
    for (Readers readers : READERS.values()) {
      readers.close();
    }
  }

  /** A record and the version that writes it. */
  record Written(VersionFamily family, SchemaVersion version, GenericRecord record) {
    @Override
    public String toString() {
      return family.name(version) + " writes " + record;
    }
  }

  @Property(tries = 500, shrinking = ShrinkingMode.BOUNDED)
  void whatever_a_version_writes_is_read_by_everyone(@ForAll("records") Written written)
      throws RegistryException {
    Readers readers = READERS.get(written.family().topic());
    for (SchemaVersion reader : written.family().versions()) {
      readers.version(reader, written.record());
    }
    readers.generatedClass(written.record());
    readers.consumer(written.record());
  }

  @Provide
  static Arbitrary<Written> records() {
    return Arbitraries.of(VersionFamily.all())
        .flatMap(
            family ->
                Arbitraries.of(family.versions())
                    .flatMap(
                        version ->
                            RandomValues.record(version.schema())
                                .map(record -> new Written(family, version, record))));
  }
}
