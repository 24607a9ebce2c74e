package io.employeecdc.schematools.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.employeecdc.operations.verify.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Good and bad changes of the schema, each with what is said about it and the exit code. */
class SchemaChangesTest {
  private static final List<String> COMPARED =
      List.of("severity", "rule", "line", "column", "path", "message");

  @TempDir Path folder;

  @Test
  void there_are_as_many_changes_as_promised() {
    assertThat(SchemaChange.all()).hasSizeGreaterThanOrEqualTo(30);
    assertThat(SchemaChange.all()).extracting(SchemaChange::name).doesNotHaveDuplicates();
  }

  @TestFactory
  Stream<DynamicTest> each_change_is_judged_and_explained() {
    return SchemaChange.all().stream().map(c -> dynamicTest(c.name(), () -> judge(c)));
  }

  private void judge(SchemaChange change) throws IOException {
    CommandRun run =
        SchemaFolderOnDisk.with(
                Files.createTempDirectory(folder, ""), change.released(), change.text())
            .check("--format", "json", "--mode", change.mode(), "--rules", change.rules());
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(change.exit());
    if (change.exit() == 2) {
      assertThat(run.out()).isEmpty();
      String place = change.json().get("error").asText();
      assertThat(run.err().strip())
          .endsWith(place.substring(place.indexOf("EmployeeCDC.avsc:")))
          .doesNotContain("\tat ")
          .hasLineCount(1);
    } else {
      JsonNode findings =
          new ObjectMapper().readTree(run.out()).get("schemas").get(0).get("findings");
      assertThat(compared(findings)).isEqualTo(compared(change.json().get("findings")));
    }
  }

  private static List<String> compared(JsonNode findings) {
    List<String> lines = new ArrayList<>();
    for (JsonNode finding : findings) {
      List<String> parts = COMPARED.stream().map(key -> finding.get(key).asText()).toList();
      lines.add(String.join(" | ", parts));
    }
    return lines;
  }
}
