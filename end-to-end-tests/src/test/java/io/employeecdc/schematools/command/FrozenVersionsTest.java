package io.employeecdc.schematools.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.employeecdc.contract.release.Manifest;
import io.employeecdc.operations.verify.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code cdc schema check} says about released versions that are not as released. */
class FrozenVersionsTest {
  @TempDir Path folder;
  private SchemaFolderOnDisk disk;

  @BeforeEach
  void release_version_1_and_commit() throws Exception {
    disk = SchemaFolderOnDisk.with(folder, SchemaChange.versionOne());
    git("init", "-q");
    git("add", ".");
    git("-c", "user.name=t", "-c", "user.email=t@example.org", "commit", "-qm", "one");
    assertThat(disk.check().exitCode()).isZero();
    assertThat(disk.check("--against", "HEAD").exitCode()).isZero();
  }

  @Test
  void a_changed_one_is_an_error_under_all_rules_and_in_all_formats() throws IOException {
    change("v1.avsc", "whole row", "hole row");
    for (String rules : new String[] {"all", "avro"}) {
      CommandRun run = disk.check("--rules", rules);
      assertThat(run.exitCode()).isEqualTo(6);
      assertThat(run.out())
          .contains(
              "released/EmployeeCDC/v1.avsc:1:1: error: v1.avsc was changed after its release")
          .contains("remedy  restore it from git");
    }
    JsonNode finding =
        new ObjectMapper()
            .readTree(disk.check("--format", "json").out())
            .at("/schemas/0/findings/0");
    assertThat(finding.get("rule").asText()).isEqualTo("released-file-changed");
    assertThat(disk.check("--format", "github").out()).contains("title=released-file-changed::");
  }

  @Test
  void one_that_is_no_schema_any_more_is_named_all_the_same() throws IOException {
    Files.writeString(disk.released().resolve("v1.avsc"), "{");
    CommandRun run = disk.check();
    assertThat(run.exitCode()).isEqualTo(6);
    assertThat(run.out()).contains("v1.avsc was changed after its release");
  }

  @Test
  void a_missing_one_is_named() throws IOException {
    disk.release(SchemaChange.versionOne() + " ");
    Files.delete(disk.released().resolve("v1.avsc"));
    CommandRun run = disk.check();
    assertThat(run.exitCode()).isEqualTo(6);
    assertThat(run.out()).contains("v1.avsc is missing: it was released on 2026-11-22");
  }

  @Test
  void file_and_list_changed_together_are_found_against_a_revision() throws IOException {
    rewrite(SchemaChange.versionOne() + "\n");
    assertThat(disk.check().exitCode()).isZero();
    CommandRun run = disk.check("--against", "HEAD");
    assertThat(run.exitCode()).isEqualTo(6);
    assertThat(run.out())
        .contains("v1.avsc is not what it is at HEAD, where it was released before")
        .contains("remedy  take it from HEAD");
  }

  @Test
  void all_of_them_gone_is_found_against_a_revision() throws IOException {
    Files.delete(disk.released().resolve("v1.avsc"));
    Files.delete(disk.released().resolve(Manifest.FILE));
    Files.delete(disk.released());
    CommandRun run = disk.check("--against", "HEAD");
    assertThat(run.exitCode()).isEqualTo(6);
    assertThat(run.out()).contains("v1.avsc is released at HEAD and missing here");
  }

  @Test
  void versions_of_a_schema_that_nobody_works_on_any_more_count_as_well() throws IOException {
    Files.writeString(
        disk.working().resolveSibling("Other.avsc"), Files.readString(disk.working()));
    Files.delete(disk.working());
    change("v1.avsc", "whole row", "hole row");
    CommandRun run = disk.check();
    assertThat(run.exitCode()).isEqualTo(6);
    assertThat(run.out()).contains("v1.avsc was changed after its release");
  }

  @Test
  void two_plain_files_have_nothing_to_do_with_them() throws IOException {
    change("v1.avsc", "whole row", "hole row");
    String file = disk.working().toString();
    assertThat(disk.check("--against", file, file).exitCode()).isZero();
  }

  private void change(String file, String from, String to) throws IOException {
    Path path = disk.released().resolve(file);
    String before = Files.readString(path);
    assertThat(before).contains(from);
    Files.writeString(path, before.replace(from, to));
  }

  /** Version 1 with another text, in a folder that agrees with itself. */
  private void rewrite(String text) throws IOException {
    try (Stream<Path> files = Files.list(disk.released())) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    disk.release(text);
  }

  private void git(String... arguments) throws IOException, InterruptedException {
    String[] command = new String[arguments.length + 1];
    command[0] = "git";
    System.arraycopy(arguments, 0, command, 1, arguments.length);
    assertThat(new ProcessBuilder(command).directory(folder.toFile()).inheritIO().start().waitFor())
        .isZero();
  }
}
