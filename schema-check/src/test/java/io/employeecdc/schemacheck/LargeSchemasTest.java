package io.employeecdc.schemacheck;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.schemacheck.avsc.SchemaFile;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LargeSchemasTest {
  @Test
  @Timeout(20)
  void five_thousand_fields_of_which_every_one_is_wrong() {
    String was = fields(5_000, "\"int\"");
    String now = fields(5_000, "\"string\"");
    assertThat(check(was, now).errors()).isEqualTo(10_000);
    assertThat(check(was, was).compatible()).isTrue();
  }

  @Test
  @Timeout(20)
  void five_thousand_fields_that_all_have_other_names() {
    String was = fields(5_000, "\"int\"");
    assertThat(check(was, was.replace("\"name\":\"f", "\"name\":\"g")).errors()).isEqualTo(10_000);
  }

  @Test
  @Timeout(20)
  void two_hundred_branches() {
    String was = union(200, "\"int\"");
    assertThat(check(was, was).compatible()).isTrue();
    assertThat(check(was, union(201, "\"int\"")).errors()).isEqualTo(1);
    assertThat(check(was, union(200, "\"string\"")).errors()).isEqualTo(400);
  }

  @Test
  @Timeout(20)
  void two_hundred_branches_that_are_recognised_by_their_structure() {
    String was = union(200, "\"int\"");
    CheckResult result = check(was, was.replace("\"B", "\"C"));
    assertThat(result.compatible()).isFalse();
    assertThat(result.verdicts())
        .allMatch(verdict -> verdict.decodes() && !verdict.registryAccepts());
  }

  @Test
  @Timeout(20)
  void records_that_all_contain_each_other() {
    String was = mesh(12, "\"int\"");
    assertThat(check(was, was).compatible()).isTrue();
    assertThat(check(was, mesh(12, "\"string\"")).errors()).isEqualTo(24);
  }

  @Test
  @Timeout(20)
  void records_of_which_each_holds_the_one_before_twice() {
    for (int depth : List.of(15, 40)) {
      String was = doubled(depth, "int");
      assertThat(check(was, was).compatible()).isTrue();
      assertThat(check(was, doubled(depth, "string")).errors()).isEqualTo(4);
    }
  }

  private static CheckResult check(String was, String now) {
    return SchemaCheck.run(
        new Version(SchemaFile.parse("new.avsc", now), "version 2"),
        List.of(new Version(SchemaFile.parse("old.avsc", was), "version 1")),
        Mode.FULL_TRANSITIVE,
        Rules.AVRO);
  }

  private static String fields(int count, String type) {
    return IntStream.range(0, count)
        .mapToObj(i -> "{\"name\":\"f" + i + "\",\"type\":" + type + "}")
        .collect(
            Collectors.joining(",\n", "{\"type\":\"record\",\"name\":\"R\",\"fields\":[", "]}"));
  }

  private static String union(int count, String type) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                "{\"type\":\"record\",\"name\":\"B%d\",\"fields\":[{\"name\":\"x%d\",\"type\":%s}]}"
                    .formatted(i, i, type))
        .collect(Collectors.joining(",\n", "[", "]"));
  }

  private static String doubled(int depth, String type) {
    String inner = "\"" + type + "\"";
    for (int i = 0; i < depth; i++) {
      inner =
          "{\"type\":\"record\",\"name\":\"D%d\",\"fields\":[".formatted(i)
              + "{\"name\":\"one\",\"type\":%s},".formatted(inner)
              + "{\"name\":\"two\",\"type\":%s}]}"
                  .formatted(i == 0 ? "\"" + type + "\"" : "\"D" + (i - 1) + "\"");
    }
    return inner;
  }

  /** Each record has a field for every record that is defined before it or around it. */
  private static String mesh(int depth, String type) {
    String inner = type;
    for (int i = depth; i > 0; i--) {
      StringBuilder fields = new StringBuilder();
      for (int j = 1; j <= i; j++) {
        fields.append(",{\"name\":\"up%d\",\"type\":[\"null\",\"M%d\"]}".formatted(j, j));
      }
      inner =
          "{\"type\":\"record\",\"name\":\"M%d\",\"fields\":[{\"name\":\"x\",\"type\":%s},"
                  .formatted(i, type)
              + "{\"name\":\"in\",\"type\":"
              + (i == depth ? "\"null\"" : inner)
              + "}"
              + fields
              + "]}";
    }
    return inner;
  }
}
