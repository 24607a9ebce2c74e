package io.employeecdc.schematools.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleSizesTest {
  @Test
  void counts_the_bytes_of_each_version() {
    SampleSizes sizes = History.of("good").report().sizes();
    // Version 1: 3 change_id, 3 emp_id, 1 action, 1 branch, 8 captured_at; the row has 32.
    assertThat(sizes.cells()).extracting(SampleSizes.Size::bytes).startsWith(48, 52, 65);
    assertThat(sizes.cells().get(1).growth()).isEqualTo("+4");
    assertThat(sizes.cells().get(0).growth()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"string\"",
        "[\"null\",\"string\",{\"type\":\"array\",\"items\":\"double\"}]",
        "{\"type\":\"map\",\"values\":[\"null\",{\"type\":\"bytes\",\"logicalType\":\"decimal\","
            + "\"precision\":9,\"scale\":2}]}",
        "{\"type\":\"record\",\"name\":\"L\",\"fields\":[{\"name\":\"next\",\"type\":"
            + "[\"null\",\"L\"]}]}",
        "{\"type\":\"record\",\"name\":\"A\",\"fields\":[{\"name\":\"all\",\"type\":"
            + "{\"type\":\"array\",\"items\":{\"type\":\"record\",\"name\":\"B\",\"fields\":"
            + "[{\"name\":\"a\",\"type\":\"A\"}]}}}]}",
        "{\"type\":\"record\",\"name\":\"S\",\"fields\":[{\"name\":\"salary\",\"type\":\"float\"},"
            + "{\"name\":\"captured_at\",\"type\":\"int\"},{\"name\":\"city\",\"type\":\"boolean\"},"
            + "{\"name\":\"id\",\"type\":{\"type\":\"string\",\"logicalType\":\"uuid\"}},"
            + "{\"name\":\"f\",\"type\":{\"type\":\"fixed\",\"name\":\"F\",\"size\":12,"
            + "\"logicalType\":\"duration\"}}]}",
      })
  void makes_a_record_of_any_schema(String schema) {
    assertThat(History.ofTexts(schema).report().sizes().sample()).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"r\",\"type\":\"R\"}]}",
        "{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[]}"
      })
  void a_schema_without_any_value_has_no_size(String schema) {
    SchemaReport report = History.ofTexts(schema).report();
    assertThat(report.sizes().sample()).isEmpty();
    assertThat(ReportTemplates.html(List.of(report), History.DATE))
        .contains("No sample record can be made.");
  }

  /** Each record twice in the next: the whole would have 2 to the power of 40 values. */
  @Test
  void a_schema_whose_records_are_huge_ends() {
    StringBuilder schema = new StringBuilder("\"int\"");
    for (int depth = 0; depth < 40; depth++) {
      String inner = schema.toString();
      schema.setLength(0);
      schema.append("{\"type\":\"record\",\"name\":\"R").append(depth);
      schema.append("\",\"fields\":[{\"name\":\"a\",\"type\":").append(inner);
      String again = depth == 0 ? "\"int\"" : "\"R" + (depth - 1) + "\"";
      schema.append("},{\"name\":\"b\",\"type\":").append(again).append("}]}");
    }
    assertThat(SampleRecord.of(new Schema.Parser().parse(schema.toString()))).isEmpty();
  }
}
