package io.employeecdc.schematools.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.endtoend.PipelineUnderTest;
import io.employeecdc.operations.verify.CommandRun;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Between the real registry, which takes no ids from outside, and one that does. */
@Tag("servers")
class SameIdsTest {
  private final String topic = "same-ids-" + UUID.randomUUID();
  private final String one =
      SchemaChange.versionOne().replace("\"doc\": \"", "\"doc\": \"" + topic);
  private final String two =
      one.replace(
          "\"name\": \"captured_at\"",
          "\"name\": \"note\", \"type\": [\"null\", \"string\"], \"default\": null,"
              + " \"doc\": \"A note.\"}, {\"name\": \"captured_at\"");

  @TempDir Path folder;
  private SchemaFolderOnDisk disk;
  private ImportingRegistry importing;

  @BeforeEach
  void release_two_versions() throws Exception {
    disk = SchemaFolderOnDisk.with(folder, one, two);
    disk.release(two);
    importing = new ImportingRegistry();
  }

  @AfterEach
  void close() {
    importing.close();
  }

  @Test
  void a_registry_that_takes_ids_has_those_of_the_first_and_can_be_written_again() {
    CommandRun first = register(RegistryByHand.url());
    assertThat(first.exitCode()).as(first.err()).isZero();

    CommandRun second = register(importing.url(), "--same-ids-as", RegistryByHand.url());

    assertThat(second.exitCode()).as(second.out() + second.err()).isZero();
    assertThat(importing.ids()).isEqualTo(ids(first.out()));
    assertThat(importing.mode()).isEqualTo("READWRITE");
    assertThat(register(importing.url(), "--same-ids-as", RegistryByHand.url()).out())
        .contains("to do          nothing");
  }

  @Test
  void one_that_takes_none_and_would_give_others_is_refused_with_both_and_holds_nothing() {
    assertThat(register(importing.url()).exitCode()).isZero();

    CommandRun run = register(RegistryByHand.url(), "--same-ids-as", importing.url());

    assertThat(run.exitCode()).isEqualTo(6);
    assertThat(run.err())
        .containsPattern("version 1 has id \\d+ here and id 700001 at " + importing.url());
    assertThat(register(RegistryByHand.url(), "--dry-run").out()).contains("1  2026-11-22  new");
  }

  @Test
  void a_version_that_is_there_under_another_id_is_refused_before_anything_is_done() {
    assertThat(register(importing.url()).exitCode()).isZero();
    CommandRun there = register(RegistryByHand.url());

    CommandRun run = register(RegistryByHand.url(), "--same-ids-as", importing.url());

    assertThat(run.exitCode()).isEqualTo(6);
    assertThat(run.err())
        .contains("nothing was changed")
        .contains("version 1 has id %d here and id 700001".formatted(ids(there.out()).get(0)))
        .contains("version 2 has id %d here and id 700002".formatted(ids(there.out()).get(1)));
  }

  @Test
  void what_the_first_does_not_hold_cannot_be_had() {
    CommandRun run = register(RegistryByHand.url(), "--same-ids-as", importing.url());

    assertThat(run.exitCode()).isEqualTo(6);
    assertThat(run.err()).contains("version 1 is not registered at " + importing.url());
  }

  @Test
  void set_up_of_a_site_whose_ids_are_others_is_refused_with_both() throws Exception {
    try (PipelineUnderTest pipeline = PipelineUnderTest.create("same_ids")) {
      Map<String, String> there = Map.of("CDC_SCHEMA_REGISTRY_URL", importing.url());
      assertThat(pipeline.cdc(there, "schema", "register").exitCode()).isZero();

      CommandRun run = pipeline.cdc("setup", "--same-ids-as", importing.url());

      assertThat(run.exitCode()).isEqualTo(6);
      assertThat(run.err())
          .containsPattern("version 1 has id \\d+ here and id 700001 at " + importing.url());
    }
  }

  private static List<Integer> ids(String out) {
    return Pattern.compile("has id (\\d+)")
        .matcher(out)
        .results()
        .map(id -> Integer.valueOf(id.group(1)))
        .toList();
  }

  private CommandRun register(String registry, String... more) {
    List<String> all = new ArrayList<>(List.of("--schema-registry-url", registry));
    all.addAll(List.of("--topic", topic));
    all.addAll(List.of(more));
    return disk.run("register", all.toArray(String[]::new));
  }
}
