package io.employeecdc.schematools.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.operations.verify.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaReleaseCommandTest {
  private static final String GOOD =
      SchemaChange.versionOne()
          .replace(
              "\"name\": \"captured_at\"",
              "\"name\": \"note\", \"type\": [\"null\", \"string\"], \"default\": null,"
                  + " \"doc\": \"A note.\"}, {\"name\": \"captured_at\"");

  @TempDir Path folder;

  @Test
  void freezes_a_good_change_as_the_next_version_byte_for_byte() throws IOException {
    SchemaFolderOnDisk disk = SchemaFolderOnDisk.with(folder, GOOD);
    CommandRun run = disk.run("release");
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    assertThat(run.out())
        .contains("EmployeeCDC: version 2 is released, dated " + LocalDate.now(ZoneOffset.UTC))
        .contains("released/EmployeeCDC/v2.avsc");
    assertThat(Files.readString(disk.released().resolve("v2.avsc"))).isEqualTo(GOOD);
    assertThat(Files.readString(disk.released().resolve("versions.txt")).lines().toList())
        .hasSize(3)
        .last()
        .asString()
        .startsWith("2 " + LocalDate.now(ZoneOffset.UTC) + " ");
    assertThat(disk.check().exitCode()).isZero();
  }

  @Test
  void twice_releases_nothing_the_second_time() throws IOException {
    SchemaFolderOnDisk disk = SchemaFolderOnDisk.with(folder, GOOD);
    assertThat(disk.run("release").exitCode()).isZero();
    List<String> files = files(disk);
    CommandRun run = disk.run("release");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("nothing to release, it says what version 2 says");
    assertThat(files(disk)).isEqualTo(files);
  }

  @Test
  void another_layout_is_nothing_to_release() throws IOException {
    SchemaFolderOnDisk disk =
        SchemaFolderOnDisk.with(folder, SchemaChange.versionOne().replace("\n", " "));
    CommandRun run = disk.run("release");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("nothing to release");
    assertThat(files(disk)).containsExactly("v1.avsc", "versions.txt");
  }

  @Test
  void says_what_check_says_about_a_bad_change_and_writes_nothing() throws IOException {
    String bad = SchemaChange.versionOne().replace("\"logicalType\": \"date\"", "\"x\": 1");
    SchemaFolderOnDisk disk = SchemaFolderOnDisk.with(folder, bad);
    CommandRun run = disk.run("release");
    assertThat(run.exitCode()).isEqualTo(6);
    assertThat(run.out()).isEqualTo(disk.check().out());
    assertThat(files(disk)).containsExactly("v1.avsc", "versions.txt");
  }

  @Test
  void refuses_to_release_on_top_of_a_changed_version() throws IOException {
    SchemaFolderOnDisk disk = SchemaFolderOnDisk.with(folder, GOOD);
    Files.writeString(disk.released().resolve("v1.avsc"), GOOD);
    CommandRun run = disk.run("release");
    assertThat(run.exitCode()).isEqualTo(6);
    assertThat(run.out()).contains("v1.avsc was changed after its release");
    assertThat(files(disk)).containsExactly("v1.avsc", "versions.txt");
  }

  @Test
  void refuses_what_an_earlier_version_said_already() throws IOException {
    SchemaFolderOnDisk disk = SchemaFolderOnDisk.with(folder, SchemaChange.versionOne());
    disk.release(GOOD);
    CommandRun run = disk.run("release");
    assertThat(run.exitCode()).isEqualTo(7);
    assertThat(run.err()).contains("says what version 1 says, which the registry does not keep");
    assertThat(files(disk)).containsExactly("v1.avsc", "v2.avsc", "versions.txt");
  }

  @Test
  void refuses_to_date_a_version_before_the_latest_release() throws IOException {
    SchemaFolderOnDisk disk = SchemaFolderOnDisk.with(folder, GOOD);
    Path versions = disk.released().resolve("versions.txt");
    Files.writeString(versions, Files.readString(versions).replace("2026-11-22", "2999-11-22"));
    CommandRun run = disk.run("release");
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err())
        .contains("and version 1 of EmployeeCDC was released on 2999-11-22; check this machine's");
    assertThat(files(disk)).containsExactly("v1.avsc", "versions.txt");
  }

  @Test
  void a_schema_without_any_version_gets_its_first() throws IOException {
    SchemaFolderOnDisk disk = SchemaFolderOnDisk.with(folder, SchemaChange.versionOne());
    String other = GOOD.replace("EmployeeCDC", "OtherCDC").replace("cdc.schema", "cdc.other");
    Files.writeString(disk.working().resolveSibling("OtherCDC.avsc"), other);
    CommandRun run = disk.run("release");
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("EmployeeCDC: nothing to release", "OtherCDC: version 1 is released");
    assertThat(disk.released().resolveSibling("OtherCDC").resolve("v1.avsc")).hasContent(other);
  }

  /** One would write the other's topic, or make its tables; or one class would replace another. */
  @ParameterizedTest
  @CsvSource({
    "EmpCDC, cdc.other, emp_cdc",
    "EmployeeCDCDlq, cdc.other, bf_employee_cdc_dlq",
    "Cdc, cdc.other, cdc_columns",
    "OtherCDC, cdc.schema, io.employeecdc.schema.Action"
  })
  void refuses_a_new_schema_that_uses_another_s_names(String name, String space, String shared)
      throws IOException {
    SchemaFolderOnDisk disk = SchemaFolderOnDisk.with(folder, SchemaChange.versionOne());
    String text = GOOD.replace("EmployeeCDC", name).replace("cdc.schema", space);
    Files.writeString(
        disk.working().resolveSibling(name + ".avsc"),
        text.replaceFirst("\\{", "{\"table\": \"others\","));
    CommandRun run = disk.run("release");
    assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(6);
    assertThat(run.out())
        .contains(name + ".avsc:1:1: error")
        .contains("EmployeeCDC.avsc uses the name " + shared + " too");
    assertThat(disk.released().resolveSibling(name)).doesNotExist();
  }

  private static List<String> files(SchemaFolderOnDisk disk) throws IOException {
    try (Stream<Path> files = Files.list(disk.released())) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
