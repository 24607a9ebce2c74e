package io.employeecdc.schematools.candeploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.employeecdc.contract.WireFormat;
import io.employeecdc.operations.verify.CommandRun;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("servers")
class CanDeployTest {
  @TempDir Path folder;
  private Scene scene;

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void says_yes_to_a_registered_producer_and_what_older_consumers_do() throws Exception {
    scene = Scene.create("deploy_yes", folder, Scene.FIRST, Scene.WITH_TRANSACTION);
    int first = scene.register(Scene.FIRST);
    int second = scene.register(Scene.WITH_TRANSACTION);
    scene.send(scene.topic(), 1200, first);
    scene.sendValues(scene.topic(), 3, null);
    scene.send(scene.deadLetters(), 2, first);
    String peer = scene.consumer("1");

    CommandRun run = scene.canDeploy("producer", "--peer", peer);

    assertThat(run.out())
        .isEqualTo(
            """
            registry      deploy_yes-value: version 1 (id %1$d), version 2 (id %2$d); level FULL_TRANSITIVE
            topic         deploy_yes: 1,203 records
                                 1,200  version 1 (id %1$d)
                                     3  tombstones
            dead letters  deploy_yes_dlq: 2 records
                                     2  version 1 (id %1$d)
            peers         %3$s: consumer that was built for version 1

            yes: the producer of version 2 may be deployed now
              - consumers built for version 1 go on and ignore transaction_id
            """
                .formatted(first, second, peer));
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
  }

  @Test
  void says_no_to_a_producer_that_is_not_registered_and_what_to_run() throws Exception {
    scene = Scene.create("deploy_unregistered", folder, Scene.FIRST, Scene.WITH_TRANSACTION);
    scene.register(Scene.FIRST);

    CommandRun run = scene.canDeploy("producer");

    assertThat(run.exitCode()).isEqualTo(6);
    assertThat(run.out())
        .contains("no: the producer of version 2 may not be deployed now")
        .contains("version 2 is not registered under deploy_unregistered-value")
        .contains("1. run 'cdc schema register'")
        .contains("note: no consumer was asked");
    assertThat(scene.canDeploy("producer", "--version", "1").exitCode()).isZero();
  }

  @Test
  void says_yes_to_a_consumer_that_is_not_registered_and_reads_all_that_is_there()
      throws Exception {
    scene = Scene.create("deploy_consumer", folder, Scene.FIRST, Scene.WITH_TRANSACTION);
    int first = scene.register(Scene.FIRST);
    scene.send(scene.topic(), 5, first);
    scene.send(scene.deadLetters(), 1, first);

    CommandRun run = scene.canDeploy("consumer");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("yes: the consumer of version 2 may be deployed now")
        .contains(
            "reads records of version 1; what they do not write stays as it is: transaction_id");
  }

  @Test
  void says_what_becomes_of_a_column_that_goes() throws Exception {
    scene = Scene.create("deploy_removed", folder, Scene.FIRST, Scene.WITHOUT_CITY);
    scene.register(Scene.FIRST);
    scene.register(Scene.WITHOUT_CITY);
    String peers = scene.consumer("1") + "," + scene.producer("1");

    assertThat(scene.canDeploy("producer", "--peer", peers).out())
        .contains("yes: the producer of version 2")
        .contains(
            "consumers built for version 1 go on and read all of it; what they do not write stays as it is: employee.city")
        .contains("note: version 2 has no employee.city: once 'cdc setup' of it has run")
        .containsPattern("and the producer at \\S+ ends at the first of them with exit code 6");
    assertThat(scene.canDeploy("producer", "--version", "1").out())
        .contains("and this producer ends at the first of them with exit code 6, nothing lost")
        .contains("deploy the producer of version 2 then");
    assertThat(scene.canDeploy("consumer", "--peer", peers).out())
        .contains("it reads records of version 1, except for what it ignores: employee.city");
  }

  @Test
  void says_no_to_a_consumer_that_cannot_read_what_the_topic_holds() throws Exception {
    scene = Scene.create("deploy_foreign", folder, Scene.FIRST);
    int first = scene.register(Scene.FIRST);
    int foreign = scene.register(Scene.WITH_LONG_ID);
    scene.send(scene.topic(), 4, first);
    scene.send(scene.topic(), 12, foreign);

    CommandRun run = scene.canDeploy("consumer");

    assertThat(run.exitCode()).isEqualTo(6);
    assertThat(run.out())
        .contains(
            "deploy_foreign holds 12 records of version 2 of the registry (id " + foreign + ")",
            "which version 1 cannot read",
            "`emp_id`")
        .doesNotContain("may be running:");
  }

  @Test
  void asks_for_the_consumers_first_where_they_cannot_read_the_new_version() throws Exception {
    scene = Scene.create("deploy_order", folder, Scene.FIRST, Scene.WITH_LONG_ID);
    int first = scene.register(Scene.FIRST);
    scene.register(Scene.WITH_LONG_ID);
    scene.send(scene.topic(), 4, first);
    String old = scene.consumer("1");

    CommandRun tooEarly = scene.canDeploy("producer", "--peer", old);

    assertThat(tooEarly.exitCode()).isEqualTo(6);
    assertThat(tooEarly.out())
        .contains("the consumer at " + old + " was built for version 1", "`emp_id` was int")
        .contains("first:", "1. deploy the consumers of version 2", "2. ask again");
    assertThat(scene.canDeploy("producer").out())
        .contains("a consumer built for version 1 may be running", "--peer");
    assertThat(scene.canDeploy("consumer", "--peer", old).exitCode()).isZero();
    assertThat(scene.canDeploy("producer", "--peer", scene.consumer("2")).exitCode()).isZero();
  }

  @Test
  void several_peers_are_asked_and_unknown_versions_are_a_reason() throws Exception {
    scene = Scene.create("deploy_peers", folder, Scene.FIRST, Scene.WITH_TRANSACTION);
    scene.register(Scene.FIRST);
    scene.register(Scene.WITH_TRANSACTION);
    String peers = scene.consumer("1") + "," + scene.producer("unreleased");

    CommandRun run = scene.canDeploy("producer", "--peer", peers, "--peer", scene.consumer("7"));

    assertThat(run.exitCode()).isEqualTo(6);
    assertThat(run.out())
        .contains("consumer that was built for version 1")
        .contains("producer that writes an unreleased schema")
        .contains("was built for version 7, of which neither the released versions nor");
  }

  @Test
  void dead_letters_of_a_released_version_must_stay_readable_and_those_of_strangers_need_not()
      throws Exception {
    scene = Scene.create("deploy_letters", folder, Scene.WITH_LONG_ID, Scene.FIRST);
    int older = scene.register(Scene.WITH_LONG_ID);
    scene.register(Scene.FIRST);
    int stranger = scene.register("{\"type\":\"record\",\"name\":\"Other\",\"fields\":[]}");
    scene.send(scene.deadLetters(), 3, stranger);
    assertThat(scene.canDeploy("consumer", "--version", "1").out())
        .contains("note: deploy_letters_dlq holds 3 dead letters");

    scene.send(scene.deadLetters(), 2, older);
    CommandRun run = scene.canDeploy("consumer");

    assertThat(run.exitCode()).isEqualTo(6);
    assertThat(run.out())
        .contains("- deploy_letters_dlq holds 2 dead letters of version 1 (id " + older + ")")
        .contains("which version 2 cannot read");
  }

  @Test
  void what_no_version_reads_is_told_and_stops_no_deployment() throws Exception {
    scene = Scene.create("deploy_poison", folder, Scene.FIRST);
    scene.register(Scene.FIRST);
    scene.send(scene.topic(), 2, 987_654);
    scene.sendValues(scene.topic(), 1, new byte[] {1, 2, 3});
    scene.sendValues(scene.topic(), 1, WireFormat.header(-5));

    CommandRun run = scene.canDeploy("consumer");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .contains("2  id 987654: the registry has no such Avro schema", "1  without a schema id")
        .contains("note: 2 records of the topic name schema id 987654")
        .contains("note: 1 record of the topic names schema id -5")
        .contains("note: 1 record of the topic names no schema");
  }

  @Test
  void a_level_that_allows_less_than_any_order_is_noted() throws Exception {
    scene = Scene.create("deploy_level", folder, Scene.FIRST);
    scene.register(Scene.FIRST);
    scene.allow("BACKWARD");

    assertThat(scene.canDeploy("producer").out())
        .contains("level BACKWARD", "note: deploy_level-value allows BACKWARD changes");
  }

  @Test
  void writes_json_for_programs() throws Exception {
    scene = Scene.create("deploy_json", folder, Scene.FIRST, Scene.WITH_TRANSACTION);
    int first = scene.register(Scene.FIRST);
    scene.send(scene.topic(), 5, first);
    String peer = scene.consumer("1");

    CommandRun run = scene.canDeploy("producer", "--json", "-", "--peer", peer);
    JsonNode json = new ObjectMapper().readTree(run.out());

    assertThat(run.exitCode()).isEqualTo(6);
    assertThat(json.get("deploy").asBoolean()).isFalse();
    assertThat(json.get("reasons")).hasSize(1);
    assertThat(json.at("/registry/registered").asBoolean()).isFalse();
    assertThat(json.at("/topic/schemas/0"))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    "{\"records\":5,\"id\":%d,\"version\":1,\"registry_version\":1}"
                        .formatted(first)));
    assertThat(json.at("/peers/0/service").asText()).isEqualTo("consumer");
  }
}
