package io.employeecdc.schematools.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.employeecdc.cli.Cdc;
import io.employeecdc.operations.verify.CommandRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaCheckCommandTest {
  private static final String EMPTY = "{\"type\":\"record\",\"name\":\"R\",\"fields\":[]}";
  private static final String WITH_X =
      "{\"type\":\"record\",\"name\":\"R\",\"fields\":[\n {\"name\":\"x\",\"type\":\"int\"}]}";

  @TempDir Path folder;

  @Test
  void compares_two_plain_files() throws IOException {
    CommandRun run = twoFiles("--mode", "BACKWARD");
    assertThat(run.exitCode()).isEqualTo(6);
    assertThat(run.out())
        .contains("new.avsc:2:10: error: a consumer built with")
        .contains("`x` is new and has no default")
        .contains("breaks  running producers, records already in the topic, dead letters")
        .contains("remedy  give it a default, such as \"default\": 0");
    assertThat(twoFiles("--mode", "forward").exitCode()).isZero();
    assertThat(twoFiles("--mode", "NONE").exitCode()).isZero();
  }

  @Test
  void a_mode_that_is_not_transitive_judges_the_last() throws IOException {
    String empty = file("empty.avsc", EMPTY);
    String withX = file("with-x.avsc", WITH_X);
    assertThat(
            check("--mode", "BACKWARD", "--against", empty, "--against", withX, withX).exitCode())
        .isZero();
    assertThat(
            check("--mode", "BACKWARD", "--against", withX, "--against", empty, withX).exitCode())
        .isEqualTo(6);
    assertThat(
            check("--mode", "BACKWARD_TRANSITIVE", "--against", empty, "--against", withX, withX)
                .exitCode())
        .isEqualTo(6);
  }

  @Test
  void compares_with_a_git_revision() throws Exception {
    SchemaFolderOnDisk disk = SchemaFolderOnDisk.with(folder, SchemaChange.versionOne());
    git("init", "-q");
    git("add", ".");
    git("-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-qm", "one");
    assertThat(disk.check("--against", "HEAD").exitCode()).isZero();
    String changed = SchemaChange.versionOne().replace("\"logicalType\": \"date\"", "\"x\": 1");
    Files.writeString(disk.working(), changed);
    CommandRun run = disk.check("--against", "HEAD");
    assertThat(run.exitCode()).isEqualTo(6);
    assertThat(run.out()).contains("since HEAD, `employee.dob` was date and is a plain int");
    CommandRun unknown = disk.check("--against", "nowhere");
    assertThat(unknown.exitCode()).isEqualTo(2);
    assertThat(unknown.err()).contains("neither a file nor a git revision");
  }

  @Test
  void annotates_lines_on_github_with_what_must_be_escaped() throws IOException {
    String old = file("old.avsc", EMPTY);
    String now = file("a,b%.avsc", WITH_X);
    CommandRun run = check("--format", "github", "--mode", "BACKWARD", "--against", old, now);
    assertThat(run.exitCode()).isEqualTo(6);
    assertThat(run.out().lines().findFirst().orElseThrow())
        .startsWith("::error file=")
        .contains("a%2Cb%25.avsc,line=2,col=10,title=field-without-default::R.x: ")
        .contains("%0ARemedy: give it a default");
  }

  @Test
  void writes_sarif_and_markdown() throws IOException {
    JsonNode sarif = new ObjectMapper().readTree(twoFiles("--format", "sarif").out());
    assertThat(sarif.get("version").asText()).isEqualTo("2.1.0");
    JsonNode result = sarif.at("/runs/0/results/0");
    assertThat(result.get("ruleId").asText()).isEqualTo("field-without-default");
    assertThat(result.at("/locations/0/physicalLocation/region/startLine").asInt()).isEqualTo(2);
    assertThat(twoFiles("--format", "markdown").out())
        .startsWith("### ")
        .contains("| ❌ | 2:10 | `R.x` |");
  }

  @Test
  void writes_utf_8_also_where_there_is_no_locale() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dfile.encoding=US-ASCII",
                "-cp",
                System.getProperty("java.class.path"),
                Cdc.class.getName(),
                "schema",
                "check",
                "--format=markdown",
                "--against=" + file("old.avsc", EMPTY),
                file("new.avsc", WITH_X))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    byte[] output = process.getInputStream().readAllBytes();
    assertThat(process.waitFor()).isEqualTo(6);
    assertThat(new String(output, StandardCharsets.UTF_8)).contains("| ❌ | 2:10 | `R.x` |");
  }

  @Test
  void reports_all_bad_options_at_once() throws IOException {
    String now = file("new.avsc", WITH_X);
    CommandRun run =
        check("--mode", "SIDEWAYS", "--format", "xml", "--against", "no-such-file", now);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--mode").contains("--format").contains("--against");
  }

  @Test
  void a_file_that_is_not_there_has_no_environment_variable() {
    CommandRun run = check("no-such-file.avsc");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("NEW.avsc: not a file that can be read").doesNotContain("CDC_W");
  }

  private CommandRun twoFiles(String... options) throws IOException {
    String[] all = new String[options.length + 3];
    System.arraycopy(options, 0, all, 0, options.length);
    all[options.length] = "--against";
    all[options.length + 1] = file("old.avsc", EMPTY);
    all[options.length + 2] = file("new.avsc", WITH_X);
    return check(all);
  }

  private CommandRun check(String... arguments) {
    return new SchemaFolderOnDisk(folder).check(arguments);
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private void git(String... arguments) throws IOException, InterruptedException {
    String[] command = new String[arguments.length + 1];
    command[0] = "git";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    assertThat(new ProcessBuilder(command).directory(folder.toFile()).inheritIO().start().waitFor())
        .isZero();
  }
}
