package io.employeecdc.schemacheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import io.employeecdc.schemacheck.avsc.MalformedSchemaException;
import io.employeecdc.schemacheck.avsc.SchemaFile;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Schemas that Avro's parser lets pass, or refuses without a place. */
class IllegalSchemasTest {
  @TestFactory
  Stream<DynamicTest> are_errors_under_every_rule_set_in_every_mode() {
    return SchemaPair.read("/pairs/illegal.jsonl").stream()
        .map(pair -> dynamicTest(pair.name(), () -> judge(pair.line())));
  }

  private static void judge(JsonNode line) {
    String illegal = line.get("illegal").asText();
    assertThat(new Schema.Parser().setValidateDefaults(false).parse(legalNumbers(illegal)))
        .as("Avro's parser takes it")
        .isNotNull();
    for (Mode mode : Mode.values()) {
      for (Rules rules : Rules.values()) {
        Finding finding =
            check(illegal, mode, rules).findings().stream()
                .filter(Finding::error)
                .findFirst()
                .orElseThrow();
        assertThat(finding.message()).contains(line.get("says").asText());
        assertThat(finding.at().column()).isGreaterThan(1);
        assertThat(finding.remedy()).isNotEmpty();
        assertThat(check(line.get("legal").asText(), mode, rules).findings()).isEmpty();
      }
    }
  }

  /** Avro fails with a text that is no number where a default should be one. */
  private static String legalNumbers(String schema) {
    return schema.replace("\"NaN\"", "0");
  }

  @Test
  void that_avro_refuses_are_refused_with_the_place_and_what_is_allowed() {
    refused(
        "{\"type\":\"record\",\"name\":\"R\",\"namespace\":\"a-b\",\"fields\":[]}", 41, "'a-b'");
    refused("{\"type\":\"record\",\"name\":\"R\",\"aliases\":\"b\",\"fields\":[]}", 39, "array");
    refused(
        "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"a\",\"type\":\"int\",\"order\":\"up\"}]}",
        72,
        "ascending, descending or ignore");
  }

  @Test
  void a_size_with_a_fraction_is_no_size() {
    refused("{\"type\":\"fixed\",\"name\":\"F\",\"size\":16.0}", 1, "size");
  }

  private static void refused(String schema, int column, String words) {
    MalformedSchemaException refusal =
        catchThrowableOfType(
            MalformedSchemaException.class, () -> SchemaFile.parse("new.avsc", schema));
    assertThat(refusal.position().column()).isEqualTo(column);
    assertThat(refusal.problem()).contains(words);
  }

  @Test
  void a_record_that_contains_itself_without_end_is_none() {
    String endless =
        "{\"type\":\"record\",\"name\":\"R\",\"fields\":[{\"name\":\"r\",\"type\":\"R\"}]}";
    assertThat(check(endless, Mode.FULL, Rules.ALL).findings()).isEmpty();
  }

  @Test
  void a_sentence_names_the_field_wherever_it_is() {
    SchemaPair pair =
        SchemaPair.remedies().stream()
            .filter(p -> p.name().equals("a nested enum in an array cannot be null any more"))
            .findFirst()
            .orElseThrow();
    assertThat(
            SchemaCheck.run(
                    new Version(pair.now(), "version 2"),
                    List.of(new Version(pair.was(), "version 1")),
                    Mode.BACKWARD,
                    Rules.AVRO)
                .findings())
        .singleElement()
        .satisfies(
            f -> {
              assertThat(f.message()).contains("`sleep[].type` could be null");
              assertThat(f.remedy()).isEqualTo("put back the type null or enum OuraSleepType");
            });
  }

  private static CheckResult check(String schema, Mode mode, Rules rules) {
    Version version = new Version(SchemaFile.parse("new.avsc", schema), "version 2");
    return SchemaCheck.run(version, List.of(new Version(version.file(), "version 1")), mode, rules);
  }
}
