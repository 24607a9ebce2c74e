package io.employeecdc.pipeline.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.runtime.failure.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RunbookTest {
  private static final Pattern ROW = Pattern.compile("(?m)^\\| `(CDC-[0-9]+)` \\|");

  @Test
  void every_code_of_a_message_is_explained_and_nothing_else() throws IOException {
    String runbook = Files.readString(Watched.MONITORING.resolve("../docs/runbook.md"));
    List<String> explained =
        ROW.matcher(runbook).results().map((MatchResult row) -> row.group(1)).toList();

    assertThat(explained)
        .containsExactlyElementsOf(
            Arrays.stream(ErrorCode.values()).map(ErrorCode::toString).toList());
  }
}
