package io.employeecdc.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.schema.EmployeeCDC;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class ReleasedVersionsTest {
  private static final String STRING = "{\"type\":\"string\",\"avro.java.string\":\"String\"}";

  private final ReleasedVersions versions = ReleasedVersions.carried();

  @Test
  void every_released_version_is_itself() {
    versions
        .released()
        .forEach(version -> assertThat(versions.of(version.schema())).contains(version));
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
}
