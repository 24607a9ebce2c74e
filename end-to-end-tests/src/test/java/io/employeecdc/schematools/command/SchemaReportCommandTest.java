package io.employeecdc.schematools.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.operations.verify.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaReportCommandTest {
  @TempDir Path folder;

  @Test
  void writes_both_files_for_one_released_version_and_no_change() throws IOException {
    SchemaFolderOnDisk.with(folder, SchemaChange.versionOne());
    CommandRun run = report("--out", out().toString());
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("EmployeeCDC: Nothing changed. The working schema is that of version 1")
        .contains("Written: " + out().resolve("index.html"));
    assertThat(Files.readString(out().resolve("index.html"))).startsWith("<!doctype html>");
    assertThat(Files.readString(out().resolve("report.md")))
        .contains("| **v1** | ✅ reads |")
        .contains("| a full record | 48 |");
  }

  @Test
  void ends_with_6_for_a_change_that_breaks_and_writes_all_the_same() throws IOException {
    String text =
        SchemaChange.versionOne()
            .replace(
                "\"emp_id\",\n      \"type\": \"int\"", "\"emp_id\",\n      \"type\": \"string\"");
    SchemaFolderOnDisk.with(folder, text);
    CommandRun run = report("--out", out().toString());
    assertThat(run.exitCode()).isEqualTo(6);
    assertThat(run.out()).contains("Must not be merged: 2 problems against version 1");
    assertThat(Files.readString(out().resolve("report.md"))).contains("v2 (change)", "❌ fails");
    assertThat(report("--out", out().toString(), "--mode", "none").exitCode()).isZero();
  }

  @Test
  void shows_a_released_file_that_was_changed() throws IOException {
    SchemaFolderOnDisk disk = SchemaFolderOnDisk.with(folder, SchemaChange.versionOne());
    Files.writeString(disk.released().resolve("v1.avsc"), SchemaChange.versionOne() + "\n");
    assertThat(report("--out", out().toString()).exitCode()).isEqualTo(6);
    assertThat(Files.readString(out().resolve("report.md")))
        .contains("Must not be merged: 1 problem against version 1", "v1.avsc:1:1`");
    Files.writeString(disk.released().resolve("v1.avsc"), "{");
    assertThat(report("--out", out().toString()).exitCode()).isEqualTo(6);
    assertThat(Files.readString(out().resolve("report.md"))).contains("v1.avsc:1:1`");
  }

  @Test
  void compares_files_that_are_named() throws IOException {
    Path old = Files.writeString(folder.resolve("old.avsc"), "\"int\"");
    Path now = Files.writeString(folder.resolve("new.avsc"), "\"float\"");
    String[] files = {"--out", out().toString(), "--against", old.toString(), now.toString()};
    assertThat(report(files).exitCode()).isEqualTo(6);
    List<String> byAvro = new ArrayList<>(List.of(files));
    byAvro.addAll(List.of("--mode", "backward", "--rules", "avro"));
    assertThat(report(byAvro.toArray(String[]::new)).exitCode()).isZero();
    assertThat(Files.readString(out().resolve("report.md")))
        .contains("old.avsc", "This schema has no record, enum or fixed.", ", not asked");
  }

  @Test
  void a_malformed_schema_is_named_with_its_place_and_nothing_is_written() throws IOException {
    SchemaFolderOnDisk.with(folder, "{\n  \"type\": \"record\",,\n}");
    CommandRun run = report("--out", out().toString());
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err().strip()).contains("EmployeeCDC.avsc:2:").hasLineCount(1);
    assertThat(out()).doesNotExist();
  }

  @Test
  void a_folder_that_cannot_be_written_to_is_a_matter_of_configuration() throws IOException {
    SchemaFolderOnDisk.with(folder, SchemaChange.versionOne());
    Path file = Files.writeString(folder.resolve("file"), "mine");
    CommandRun run = report("--out", file.toString());
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err().strip())
        .endsWith("cannot write to '" + file + "': it is a file; name a folder with --out")
        .hasLineCount(1);
    CommandRun below = report("--out", file.resolve("below").toString());
    assertThat(below.exitCode()).isEqualTo(3);
    assertThat(below.err().strip()).contains("cannot write to").hasLineCount(1);
    Files.createDirectories(out().resolve("index.html"));
    assertThat(report("--out", out().toString()).exitCode()).isEqualTo(3);
    assertThat(Files.readString(file)).isEqualTo("mine");
  }

  @Test
  void the_folder_has_to_be_named() {
    CommandRun run = report("--mode", "sideways");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--out (CDC_OUT): missing", "--mode", "--schemas");
  }

  private Path out() {
    return folder.resolve("some/where");
  }

  private CommandRun report(String... arguments) {
    List<String> all = new ArrayList<>(List.of("report", "--schemas", folder.toString()));
    all.addAll(List.of(arguments));
    return CommandRun.of(new SchemaCommand(), Map.of(), all.toArray(String[]::new));
  }
}
