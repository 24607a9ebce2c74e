package io.employeecdc.schemacheck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import io.employeecdc.schemacheck.avsc.SchemaFile;
import io.employeecdc.schemacheck.rule.IllegalSchema;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every remedy that is printed is followed, and leads to a schema that passes. */
class RemediesTest {
  private static final List<Mode> MODES = List.of(Mode.BACKWARD, Mode.FORWARD, Mode.FULL);

  @TestFactory
  Stream<DynamicTest> followed_one_after_the_other_lead_to_a_schema_that_passes() {
    return Stream.concat(SchemaPair.all().stream(), SchemaPair.remedies().stream())
        .map(pair -> dynamicTest(pair.name(), () -> follow(pair)));
  }

  private static void follow(SchemaPair pair) {
    JsonNode old = pair.line().get("old");
    JsonNode now = pair.line().get("new");
    for (Mode mode : MODES) {
      for (Rules rules : Rules.values()) {
        for (boolean last : new boolean[] {false, true}) {
          follow(old, now, mode, rules, last);
          follow(now, old, mode, rules, last);
        }
      }
    }
  }

  private static void follow(JsonNode old, JsonNode first, Mode mode, Rules rules, boolean last) {
    if (!readsItself(old)) {
      return;
    }
    JsonNode now = first;
    CheckResult result = check(old, now, mode, rules);
    StringBuilder way = new StringBuilder("%s, %s, %s: %s".formatted(mode, rules, last, old));
    for (long left = 3 * result.errors(); !result.compatible(); left--) {
      Finding finding = error(result);
      way.append("\n%s\n  %s".formatted(now, finding));
      assertThat(left).as(way.toString()).isPositive();
      now = new FollowedRemedy(old, now, finding.path(), last).follow(finding.remedy());
      result = check(old, now, mode, rules);
      assertThat(result.findings())
          .as("%s%n%s", way, now)
          .noneMatch(f -> f.message().equals(finding.message()) && f.path().equals(finding.path()));
    }
  }

  /** Where the aliases of an earlier version make its own records unreadable, nothing helps. */
  private static boolean readsItself(JsonNode old) {
    return check(old, old, Mode.FULL, Rules.ALL).verdicts().stream()
        .allMatch(
            verdict ->
                (verdict.decodes() && verdict.registryAccepts())
                    || !IllegalSchema.find(parse(old)).isEmpty());
  }

  private static Finding error(CheckResult result) {
    return result.findings().stream().filter(Finding::error).findFirst().orElseThrow();
  }

  private static CheckResult check(JsonNode was, JsonNode now, Mode mode, Rules rules) {
    return SchemaCheck.run(
        new Version(parse(now), "version 2"),
        List.of(new Version(parse(was), "version 1")),
        mode,
        rules);
  }

  private static SchemaFile parse(JsonNode schema) {
    return SchemaFile.parse("new.avsc", schema.toString());
  }
}
