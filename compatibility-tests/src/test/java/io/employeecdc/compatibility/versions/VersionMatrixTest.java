package io.employeecdc.compatibility.versions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.employeecdc.contract.RegistryException;
import io.employeecdc.contract.SchemaVersion;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

@Tag("servers")
class VersionMatrixTest {
  private static final List<Readers> OPEN = new ArrayList<>();

  @AfterAll
  static void close() throws IOException {
    for (Readers readers : OPEN) {
      readers.close();
    }
  }

  @TestFactory
  List<DynamicTest> every_released_version_is_read_by_everyone() throws Exception {
    return matrix(VersionFamily.released());
  }

  @TestFactory
  List<DynamicTest> every_made_up_version_is_read_by_everyone() throws Exception {
    return matrix(VersionFamily.madeUp());
  }

  /** Else a field could vanish on its way and no test would notice. */
  @TestFactory
  Stream<DynamicTest> every_field_has_a_value_of_its_own_in_some_sample() {
    return VersionFamily.all().stream()
        .flatMap(
            family ->
                family.versions().stream()
                    .map(v -> dynamicTest(family.name(v), () -> eachFieldHasAValue(v.schema()))));
  }

  private static List<DynamicTest> matrix(VersionFamily family) throws RegistryException {
    Readers readers = Readers.of(family);
    OPEN.add(readers);
    List<DynamicTest> tests = new ArrayList<>();
    for (SchemaVersion writer : family.versions()) {
      for (Sample sample : Sample.all()) {
        Optional<GenericRecord> written = sample.as(writer.schema());
        written.ifPresent(record -> add(tests, readers, family, writer, sample.name(), record));
      }
    }
    return tests;
  }

  private static void add(
      List<DynamicTest> tests,
      Readers readers,
      VersionFamily family,
      SchemaVersion writer,
      String sample,
      GenericRecord written) {
    String is = family.name(writer) + " is read by ";
    for (SchemaVersion reader : family.versions()) {
      String name = is + family.name(reader) + ": " + sample;
      tests.add(dynamicTest(name, () -> readers.version(reader, written)));
    }
    tests.add(
        dynamicTest(is + "the generated class: " + sample, () -> readers.generatedClass(written)));
    tests.add(dynamicTest(is + "the consumer: " + sample, () -> readers.consumer(written)));
  }

  private static void eachFieldHasAValue(Schema version) {
    List<Map<String, Object>> records =
        Sample.all().stream()
            .flatMap(sample -> sample.as(version).stream())
            .map(record -> Expectation.of(record, version))
            .toList();
    eachFieldHasAValue(version, records);
  }

  @SuppressWarnings("unchecked")
  private static void eachFieldHasAValue(Schema record, List<Map<String, Object>> values) {
    for (Schema.Field field : record.getFields()) {
      Object without = field.hasDefaultValue() ? Plain.of(defaultOf(field)) : null;
      assertThat(values)
          .as("give %s a value in a file of src/test/resources/samples", field.name())
          .anySatisfy(value -> assertThat(value.get(field.name())).isNotEqualTo(without));
      recordIn(field.schema())
          .ifPresent(
              inner ->
                  eachFieldHasAValue(
                      inner,
                      values.stream()
                          .filter(value -> value.get(field.name()) != null)
                          .map(value -> (Map<String, Object>) value.get(field.name()))
                          .toList()));
    }
  }

  private static Object defaultOf(Schema.Field field) {
    return GenericData.get().getDefaultValue(field);
  }

  private static Optional<Schema> recordIn(Schema schema) {
    Stream<Schema> types = schema.isUnion() ? schema.getTypes().stream() : Stream.of(schema);
    return types.filter(type -> type.getType() == Schema.Type.RECORD).findFirst();
  }
}
