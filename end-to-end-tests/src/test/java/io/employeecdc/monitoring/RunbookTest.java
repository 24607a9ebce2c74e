package io.employeecdc.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.consumer.failure.FailurePolicy;
import io.employeecdc.runtime.failure.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class RunbookTest {
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(CDC-[0-9]+)` \\|");

  private static final Pattern ERRORS =
      Pattern.compile(
          "(?m)^\\| (an outage|curable|of this record|of the set-up)[^|]*\\|([^|]*)\\|");

  private static final Pattern STATE = Pattern.compile("`([0-9A-Z]{2}(?:[0-9A-Z]{3})?)`");

  private static final Map<String, FailurePolicy> POLICIES =
      Map.of(
          "an outage", FailurePolicy.OUTAGE,
          "curable", FailurePolicy.CURABLE,
          "of this record", FailurePolicy.OF_RECORD,
          "of the set-up", FailurePolicy.SYSTEMIC);

  @Test
  void every_sqlstate_means_to_the_consumer_what_the_table_says() throws IOException {
    Map<String, FailurePolicy> table = new HashMap<>();
    ERRORS
        .matcher(runbook())
        .results()
        .forEach(
            row ->
                STATE
                    .matcher(row.group(2))
                    .results()
                    .forEach(state -> table.put(state.group(1), POLICIES.get(row.group(1)))));

    assertThat(table.values()).containsAll(POLICIES.values());
    for (String line :
        Files.readAllLines(Path.of("../consumer/src/test/resources/sqlstates.csv"))) {
      String state = line.split(",", -1)[0];
      if (!line.startsWith("#")) {
        FailurePolicy byClass = table.getOrDefault(state.substring(0, 2), FailurePolicy.SYSTEMIC);
        assertThat(table.getOrDefault(state, byClass)).as(line).isEqualTo(FailurePolicy.of(state));
      }
    }
  }

  private static String runbook() throws IOException {
    return Files.readString(Watched.MONITORING.resolve("../docs/runbook.md"));
  }

  @Test
  void every_code_of_a_message_is_explained_and_nothing_else() throws IOException {
    List<String> explained =
        ROW.matcher(runbook()).results().map((MatchResult row) -> row.group(1)).toList();

    assertThat(explained)
        .containsExactlyElementsOf(
            Arrays.stream(ErrorCode.values()).map(ErrorCode::toString).toList());
  }
}
