package io.employeecdc.schematools.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.schemacheck.CheckResult;
import io.employeecdc.schemacheck.Mode;
import io.employeecdc.schemacheck.Rules;
import io.employeecdc.schemacheck.SchemaCheck;
import io.employeecdc.schemacheck.Version;
import io.employeecdc.schemacheck.avsc.SchemaFile;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FormatTest {
  private static final String SCHEMA =
      """
      {"type": "record", "name": "R", "fields": [{"name": "f", "type": "int", "default": "x"}]}
      """;

  @ParameterizedTest
  @EnumSource(
      value = Format.class,
      names = {"TEXT", "LINES", "GITHUB", "MARKDOWN"})
  void no_name_of_a_file_is_a_workflow_command(Format format) {
    for (String name :
        List.of("::stop-commands::x", " ::stop-commands::x", "a\n::stop-commands::x")) {
      Version file = new Version(SchemaFile.parse(name, SCHEMA), name);
      CheckResult result = SchemaCheck.run(file, List.of(), Mode.FULL, Rules.ALL);
      assertThat(result.findings()).isNotEmpty();
      StringWriter out = new StringWriter();
      format.print(List.of(result), new PrintWriter(out, true));
      assertThat(out.toString().lines())
          .anyMatch(line -> line.contains("stop-commands"))
          .noneMatch(line -> line.strip().startsWith("::stop"));
    }
  }
}
