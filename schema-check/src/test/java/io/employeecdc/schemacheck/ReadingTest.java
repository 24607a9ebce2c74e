package io.employeecdc.schemacheck;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.schemacheck.Reading.Extent;
import io.employeecdc.schemacheck.avsc.SchemaFile;
import io.employeecdc.schemacheck.rule.Direction;
import org.junit.jupiter.api.Test;

class ReadingTest {
  private static final String NUMBER = field("n", "\"int\"");

  @Test
  void names_the_fields_that_a_reader_passes_over_wherever_they_are() {
    String inner = "{\"type\":\"record\",\"name\":\"In\",\"fields\":[%s]}";
    String writer =
        record(
            NUMBER,
            field("more", "\"string\""),
            field(
                "in", "[\"null\"," + inner.formatted(NUMBER + "," + field("x", "\"int\"")) + "]"));
    String reader = record(NUMBER, field("in", "[\"null\"," + inner.formatted(NUMBER) + "]"));

    Reading reading = reading(writer, reader);

    assertThat(reading).isEqualTo(new Reading(Extent.ALL, reading.ignored(), reading.obstacles()));
    assertThat(reading.ignored()).containsExactly("more", "in.x");
    assertThat(reading.obstacles()).isEmpty();
  }

  @Test
  void a_field_that_the_reader_needs_stops_every_record() {
    Reading reading = reading(record(NUMBER), record(NUMBER, field("needed", "\"int\"")));

    assertThat(reading.extent()).isEqualTo(Extent.NONE);
    assertThat(reading.obstacles())
        .singleElement()
        .asString()
        .contains("a version 2 consumer cannot read records written with version 3", "`needed`");
  }

  @Test
  void a_branch_or_a_symbol_that_the_reader_lacks_stops_some_records() {
    Reading branch =
        reading(
            record(field("n", "[\"null\",\"string\"]")), record(field("n", "[\"null\",\"int\"]")));
    Reading symbol = reading(record(letters("\"A\",\"B\"")), record(letters("\"A\"")));
    Reading none = reading(record(letters("\"B\",\"C\"")), record(letters("\"A\"")));

    assertThat(branch.extent()).isEqualTo(Extent.SOME);
    assertThat(symbol.extent()).isEqualTo(Extent.SOME);
    assertThat(symbol.obstacles()).isNotEmpty();
    assertThat(none.extent()).isEqualTo(Extent.NONE);
  }

  @Test
  void the_elements_of_an_array_stop_no_record_that_has_none() {
    String writer = record(field("n", "{\"type\":\"array\",\"items\":\"string\"}"));
    String reader = record(field("n", "{\"type\":\"array\",\"items\":\"int\"}"));

    assertThat(reading(writer, reader).extent()).isEqualTo(Extent.SOME);
  }

  @Test
  void a_schema_that_contains_itself_has_an_end() {
    String list = field("next", "[\"null\",\"R\"]");

    assertThat(reading(record(NUMBER, list), record(list)).ignored()).contains("n");
    assertThat(reading(record(list), record(NUMBER, list)).extent()).isEqualTo(Extent.NONE);
  }

  private static Reading reading(String writer, String reader) {
    return Reading.of(
        new Version(SchemaFile.parse("writer", writer), "version 3"),
        new Version(SchemaFile.parse("reader", reader), "version 2"),
        Direction.OLD_READS_NEW);
  }

  private static String record(String... fields) {
    return "{\"type\":\"record\",\"name\":\"R\",\"fields\":[" + String.join(",", fields) + "]}";
  }

  private static String letters(String symbols) {
    return field("e", "{\"type\":\"enum\",\"name\":\"E\",\"symbols\":[" + symbols + "]}");
  }

  private static String field(String name, String type) {
    return "{\"name\":\"" + name + "\",\"type\":" + type + "}";
  }
}
