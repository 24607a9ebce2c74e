package io.employeecdc.schematools.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.employeecdc.contract.ReleasedVersions;
import io.employeecdc.contract.release.ReleasedFiles;
import io.employeecdc.operations.verify.CommandRun;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.registry.RegistrySettings;
import io.employeecdc.schematools.registration.RegistrationPlan;
import io.employeecdc.schematools.registration.SchemaRegistration;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against the real registry, with a subject of its own for each test and two released versions. */
@Tag("servers")
class SchemaRegisterCommandTest {
  private static final String ONE = SchemaChange.versionOne();
  private static final String TWO =
      ONE.replace(
          "\"name\": \"captured_at\"",
          "\"name\": \"note\", \"type\": [\"null\", \"string\"], \"default\": null,"
              + " \"doc\": \"A note.\"}, {\"name\": \"captured_at\"");
  private static final String FOREIGN = TWO.replace("\"note\"", "\"remark\"");

  private final String topic = "register-" + UUID.randomUUID();
  private final RegistryByHand byHand = new RegistryByHand(topic + "-value");

  @TempDir Path folder;
  private SchemaFolderOnDisk disk;

  @BeforeEach
  void release_two_versions() throws IOException {
    disk = SchemaFolderOnDisk.with(folder, TWO);
    disk.release(TWO);
  }

  @Test
  void an_empty_registry_gets_all_versions_in_order_and_twice_changes_nothing() throws Exception {
    CommandRun first = register();
    assertThat(first.exitCode()).as(first.err()).isZero();
    assertThat(first.out())
        .contains("      1  2026-11-22  new\n      2  2026-11-22  new\n")
        .contains("compatibility  NONE (the registry's default) -> FULL_TRANSITIVE")
        .containsPattern("done           version 1 has id \\d+, version 2 has id \\d+");
    String state = byHand.state();

    CommandRun second = register();

    assertThat(second.exitCode()).isZero();
    assertThat(second.out())
        .containsPattern("      1  2026-11-22  known, id \\d+\n      2  2026-11-22  known, id \\d+")
        .contains("FULL_TRANSITIVE -> unchanged", "to do          nothing")
        .doesNotContain("done");
    assertThat(byHand.state()).isEqualTo(state);
  }

  @Test
  void a_registry_with_version_1_of_two_gets_version_2() throws Exception {
    int id = byHand.register(ONE);
    CommandRun run = register();
    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("      1  2026-11-22  known, id " + id + "\n      2  2026-11-22  new\n");
    assertThat(register().out()).contains("to do          nothing");
  }

  @Test
  void the_dry_run_changes_nothing_and_says_what_the_real_run_does() throws Exception {
    byHand.register(ONE);
    String state = byHand.state();

    CommandRun dry = register("--dry-run", "--json", "-");

    assertThat(byHand.state()).isEqualTo(state);
    CommandRun real = register("--json", "-");
    assertThat(List.of(dry.exitCode(), real.exitCode())).containsExactly(0, 0);
    JsonNode done = new ObjectMapper().readTree(real.out());
    assertThat(done.get("upToDate").asBoolean()).isTrue();
    assertThat(done.at("/versions/1/id").asInt()).isPositive();
    assertThat(plan(dry.out())).isEqualTo(plan(real.out()));
  }

  @Test
  void a_foreign_version_is_refused_and_told() throws Exception {
    byHand.register(ONE);
    int foreign = byHand.register(FOREIGN);
    assertRefused(
        "registry version 2 (id "
            + foreign
            + ") is none of the released versions: at EmployeeCDC.note.name it has \"remark\" and"
            + " version 2 has \"note\"");
  }

  @Test
  void a_foreign_version_in_the_middle_is_refused_and_told() throws Exception {
    byHand.register(ONE);
    int foreign = byHand.register(FOREIGN);
    int two = byHand.register(TWO);
    assertRefused(
        "registry version 2 (id " + foreign + ") is none of the released versions",
        "registry version 3 (id " + two + ") is the released version 2");
  }

  @Test
  void another_order_is_refused() throws Exception {
    byHand.register(TWO);
    byHand.register(ONE);
    assertRefused("is the released version 2", "is the released version 1");
  }

  @Test
  void a_version_that_was_deleted_softly_is_refused() throws Exception {
    byHand.register(ONE);
    byHand.register(TWO);
    byHand.delete(1);
    assertRefused("registry version 1 was deleted, but not for good");
  }

  @Test
  void what_is_not_avro_is_refused() throws Exception {
    byHand.register(
        "{\"$schema\":\"http://json-schema.org/draft-07/schema#\",\"type\":\"object\"}", "JSON");
    assertRefused("is not Avro but JSON");
  }

  @Test
  void a_level_that_was_changed_by_hand_is_raised_again() throws Exception {
    assertThat(register().exitCode()).isZero();
    byHand.level("BACKWARD");
    CommandRun run = register();
    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("compatibility  BACKWARD -> FULL_TRANSITIVE", "compatibility level set");
    assertThat(register().out()).contains("FULL_TRANSITIVE -> unchanged");
  }

  @Test
  void a_registry_that_changes_after_the_plan_was_made_is_left_alone() throws Exception {
    try (SchemaRegistration registration =
        new SchemaRegistration(
            new RegistrySettings(RegistryByHand.url(), Map.of()),
            topic,
            ReleasedVersions.of(ReleasedFiles.read(disk.released())),
            Optional.empty())) {
      RegistrationPlan plan = registration.plan();
      byHand.register(ONE);
      String state = byHand.state();
      assertThatThrownBy(() -> registration.carryOut(plan))
          .isInstanceOfSatisfying(
              CdcException.class, e -> assertThat(e.exitCode().code()).isEqualTo(7))
          .hasMessageContaining("was changed while its plan was shown, and nothing was done");
      assertThat(byHand.state()).isEqualTo(state);
    }
  }

  @Test
  void a_registry_that_does_not_answer_is_exit_code_5() {
    CommandRun run = run("http://127.0.0.1:1/apis/ccompat/v7");
    assertThat(run.exitCode()).isEqualTo(5);
    assertThat(run.err().strip())
        .hasLineCount(1)
        .contains("http://127.0.0.1:1", "does not answer", "--schema-registry-url");
  }

  @Test
  void versions_that_were_tampered_with_are_not_registered() throws Exception {
    disk.released().resolve("v1.avsc").toFile().delete();
    CommandRun run = register();
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--schemas", "v1.avsc is missing");
  }

  private void assertRefused(String... reasons) throws Exception {
    String state = byHand.state();
    for (String dryRun : new String[] {"true", "false"}) {
      CommandRun run = register("--dry-run=" + dryRun);
      assertThat(run.exitCode()).as(run.out() + run.err()).isEqualTo(6);
      assertThat(run.err())
          .contains("holds what the released files do not explain, and nothing was changed")
          .contains(reasons);
    }
    assertThat(byHand.state()).isEqualTo(state);
  }

  /** What the two runs must agree in. */
  private static JsonNode plan(String text) throws IOException {
    ObjectNode json = (ObjectNode) new ObjectMapper().readTree(text);
    json.remove(List.of("dryRun", "upToDate"));
    json.get("versions").forEach(version -> ((ObjectNode) version).remove("id"));
    return json;
  }

  private CommandRun register(String... arguments) {
    return run(RegistryByHand.url(), arguments);
  }

  private CommandRun run(String url, String... arguments) {
    List<String> all = new ArrayList<>(List.of("--schema-registry-url", url, "--topic", topic));
    all.addAll(List.of(arguments));
    return disk.run("register", all.toArray(String[]::new));
  }
}
