package io.employeecdc.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.contract.table.Contract;
import io.employeecdc.schema.EmployeeCDC;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.junit.jupiter.api.Test;

class ReleasedVersionsTest {
  private static final String STRING = "{\"type\":\"string\",\"avro.java.string\":\"String\"}";

  private final ReleasedVersions versions = Contract.standard().released();

  @Test
  void every_released_version_is_itself() {
    versions.all().forEach(version -> assertThat(versions.of(version.schema())).contains(version));
  }

  @Test
  void what_the_code_generator_adds_makes_no_other_version() {
    Schema newest = versions.newest().schema();
    Schema generated = new Schema.Parser().parse(newest.toString().replace("\"string\"", STRING));

    assertThat(EmployeeCDC.getClassSchema().toString()).contains("avro.java.string");
    assertThat(versions.of(generated)).contains(versions.newest());
  }

  @Test
  void docs_that_a_registry_dropped_make_no_other_version_and_another_field_does() {
    String text = versions.newest().schema().toString();

    Schema withoutDocs = new Schema.Parser().parse(text.replaceAll("\"doc\":\"[^\"]*\",", ""));
    Schema other = new Schema.Parser().parse(text.replace("\"emp_id\"", "\"employee_id\""));

    assertThat(withoutDocs.toString()).isNotEqualTo(text);
    assertThat(versions.of(withoutDocs)).contains(versions.newest());
    assertThat(versions.of(other)).isEmpty();
  }

  @Test
  void are_numbered_from_one_without_a_gap() {
    assertThat(versions.all().stream().map(SchemaVersion::number))
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, versions.all().size()).boxed().toList());
  }

  @Test
  void the_generated_class_reads_and_is_read_by_every_released_version() {
    Schema generated = EmployeeCDC.getClassSchema();
    for (SchemaVersion version : versions.all()) {
      assertThat(compatibility(generated, version.schema()))
          .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
      assertThat(compatibility(version.schema(), generated))
          .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
    }
  }

  @Test
  void every_field_is_documented() {
    assertDocumented(versions.newest().schema());
    assertDocumented(versions.newest().schema().getField("employee").schema().getTypes().get(1));
  }

  private static void assertDocumented(Schema record) {
    assertThat(record.getDoc()).isNotBlank();
    assertThat(record.getFields()).allSatisfy(field -> assertThat(field.doc()).isNotBlank());
  }

  private static SchemaCompatibilityType compatibility(Schema reader, Schema writer) {
    return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getType();
  }
}
