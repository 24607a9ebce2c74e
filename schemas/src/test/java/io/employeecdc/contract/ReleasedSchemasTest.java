package io.employeecdc.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.schema.EmployeeCDC;
import java.util.stream.IntStream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.junit.jupiter.api.Test;

class ReleasedSchemasTest {
  @Test
  void are_numbered_from_one_without_a_gap() {
    assertThat(ReleasedSchemas.all().stream().map(SchemaVersion::number))
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, ReleasedSchemas.all().size()).boxed().toList());
  }

  @Test
  void the_generated_class_reads_and_is_read_by_every_released_version() {
    Schema generated = EmployeeCDC.getClassSchema();
    for (SchemaVersion version : ReleasedSchemas.all()) {
      assertThat(compatibility(generated, version.schema()))
          .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
      assertThat(compatibility(version.schema(), generated))
          .isEqualTo(SchemaCompatibilityType.COMPATIBLE);
    }
  }

  @Test
  void every_field_is_documented() {
    assertDocumented(ReleasedSchemas.latest().schema());
    assertDocumented(
        ReleasedSchemas.latest().schema().getField("employee").schema().getTypes().get(1));
  }

  private static void assertDocumented(Schema record) {
    assertThat(record.getDoc()).isNotBlank();
    assertThat(record.getFields()).allSatisfy(field -> assertThat(field.doc()).isNotBlank());
  }

  private static SchemaCompatibilityType compatibility(Schema reader, Schema writer) {
    return SchemaCompatibility.checkReaderWriterCompatibility(reader, writer).getType();
  }
}
