package io.employeecdc.schemacheck;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.schemacheck.avsc.SchemaFile;
import io.employeecdc.schemacheck.rule.Rule;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which branch of a union is the same one, changed: not always the one that Avro reads it as. */
class UnionBranchesTest {
  private static final String MILLIS = "{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"}";
  private static final String DECIMAL =
      "{\"type\":\"bytes\",\"logicalType\":\"decimal\",\"precision\":9,\"scale\":%d}";
  private static final String DATE = "{\"type\":\"int\",\"logicalType\":\"date\"}";

  @Test
  void a_branch_that_goes_has_not_got_the_meaning_of_another() {
    String millisGone = union("\"null\"", MILLIS, "\"double\"");
    assertThat(rules(millisGone, union("\"null\"", "\"double\""), Mode.FORWARD)).isEmpty();
    assertThat(rules(union("\"string\"", DECIMAL.formatted(2)), union("\"string\""), Mode.FORWARD))
        .isEmpty();
    assertThat(rules(union("\"int\"", MILLIS), MILLIS, Mode.FULL))
        .doesNotContain(Rule.LOGICAL_TYPE_CHANGED);
  }

  @Test
  void a_branch_that_is_widened_loses_its_meaning() {
    assertThat(rules(union("\"null\"", DATE), union("\"null\"", "\"long\""), Mode.BACKWARD))
        .containsExactly(Rule.LOGICAL_TYPE_CHANGED);
  }

  @Test
  void what_changed_within_a_record_is_told_although_avro_takes_it_for_another() {
    String was =
        record(
            "n1.Q",
            "\"doc\":\"d\",",
            field("a", "\"long\""),
            field("d", DECIMAL.formatted(2)),
            field("old", "\"int\""));
    String now =
        record(
            "n2.Q",
            "",
            field("a", MILLIS),
            field("d", DECIMAL.formatted(3)),
            "{\"name\":\"new\",\"aliases\":[\"old\"],\"type\":\"int\"}",
            field("b", "\"string\""));
    assertThat(rules(union("\"null\"", was), union("\"null\"", now), Mode.FORWARD))
        .contains(
            Rule.LOGICAL_TYPE_CHANGED,
            Rule.DECIMAL_CHANGED,
            Rule.DOC_REMOVED,
            Rule.NAMESPACE_CHANGED,
            Rule.RENAMED_BY_ALIAS);
  }

  private static List<Rule> rules(String was, String now, Mode mode) {
    return SchemaCheck.run(
            new Version(SchemaFile.parse("new.avsc", now), "version 2"),
            List.of(new Version(SchemaFile.parse("old.avsc", was), "version 1")),
            mode,
            Rules.ALL)
        .findings()
        .stream()
        .map(Finding::rule)
        .toList();
  }

  private static String union(String... branches) {
    return Stream.of(branches).toList().toString();
  }

  private static String record(String name, String doc, String... fields) {
    return "{\"type\":\"record\",\"name\":\"%s\",%s\"fields\":%s}"
        .formatted(name, doc, List.of(fields));
  }

  private static String field(String name, String type) {
    return "{\"name\":\"%s\",\"type\":%s}".formatted(name, type);
  }
}
