package io.employeecdc.faults;

import static java.net.HttpURLConnection.HTTP_OK;
import static java.net.HttpURLConnection.HTTP_UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.employeecdc.consumer.ConsumerMain;
import io.employeecdc.contract.Names;
import io.employeecdc.contract.Registry;
import io.employeecdc.contract.RegistryException;
import io.employeecdc.contract.SchemaVersion;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.endtoend.PipelineUnderTest;
import io.employeecdc.endtoend.TestPipeline;
import io.employeecdc.localstack.JavaService;
import io.employeecdc.localstack.process.Server;
import io.employeecdc.operations.verify.CommandRun;
import io.employeecdc.producer.ProducerMain;
import io.employeecdc.runtime.peers.Meters;
import io.employeecdc.schematools.command.RegistryByHand;
import io.employeecdc.schematools.command.SchemaCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** Faults of the schema registry. */
@Tag("servers")
class RegistryFaultsTest {
  private static final Map<String, String> IMPATIENT = Map.of("CDC_REGISTRY_TIMEOUT", "2s");
  private static final Map<String, String> PATIENT = Map.of("CDC_REGISTRY_TIMEOUT", "2m");

  @FaultTest
  void services_wait_for_the_registry_at_start_and_end_with_5_when_it_stays_away(
      long seed, Stages stages) throws Exception {
    try (Scene scene = stages.fresh(Fault.NO_REGISTRY_AT_START, seed)) {
      Server registry = scene.stack().registry();
      registry.kill();
      Stage stage = scene.stage();
      for (JavaService service :
          List.of(
              stage.bystander(ProducerMain.class, IMPATIENT),
              stage.bystander(ConsumerMain.class, IMPATIENT))) {
        assertThat(PipelineUnderTest.exitCodeOf(service)).as(service.name()).isEqualTo(5);
        assertThat(Files.readString(service.log())).contains("registry").doesNotContain("\tat ");
      }
      JavaService producer = stage.producer(PATIENT);
      JavaService consumer = stage.consumer(PATIENT);
      stage.producedBy(producer);
      scene.load();
      CompletableFuture<Void> starts =
          CompletableFuture.allOf(
              CompletableFuture.runAsync(producer::start),
              CompletableFuture.runAsync(consumer::start));
      for (JavaService service : List.of(producer, consumer)) {
        String says = "Waiting for the registry at " + scene.stack().registryUrl();
        scene
            .pipeline()
            .waiting("it says what it waits for")
            .until(() -> Files.readString(service.log()).contains(says));
        assertThat(service.alive()).isTrue();
        assertThat(Health.started(service)).isEqualTo(HTTP_UNAVAILABLE);
      }
      registry.start();
      scene.heal(starts::join);
      scene.check();
    }
  }

  /**
   * A consumer that only asks again for each schema stays green: the client below has a cache of
   * its own.
   */
  @FaultTest
  void known_schemas_flow_while_the_registry_is_down(long seed, Stages stages) throws Exception {
    try (Scene scene = stages.underLoad(Fault.REGISTRY_DIES, seed)) {
      Server registry = scene.stack().registry();
      if (scene.random().nextBoolean()) {
        registry.kill();
      } else {
        registry.pause();
      }
      scene.awaitMore(500);
      scene.heal(registry);
      scene.check();
    }
  }

  /** The consumer asks for a schema when it first meets it: the older one that comes now. */
  @FaultTest
  void a_schema_id_not_seen_before_waits_for_the_registry(long seed, Stages stages)
      throws Exception {
    try (Scene scene = stages.fresh(Fault.UNSEEN_SCHEMA, seed)) {
      scene.start();
      TestPipeline pipeline = scene.pipeline();
      JavaService older = scene.stage().producer(Map.of("CDC_SCHEMA_VERSION", "1"));
      scene.workload().pause();
      pipeline.awaitNewest();
      scene.producer().stop();
      older.start();
      scene.stage().producedBy(older);
      pipeline.waiting("it knows its own id").until(() -> Health.ready(older) == HTTP_OK);
      Server registry = scene.stack().registry();
      registry.kill();
      scene.workload().resume();

      scene.awaitCapture(200);
      pipeline
          .waiting("the consumer has asked more than three times")
          .until(() -> Meters.of(scene.consumer().port()).count("cdc_retries_total") > 3);
      assertThat(Meters.of(scene.consumer().port()).count("cdc_dead_lettered_total")).isZero();
      assertThat(Health.ready(scene.consumer())).isEqualTo(HTTP_UNAVAILABLE);
      scene.heal(registry);
      scene.check();
    }
  }

  @FaultTest
  void a_bad_schema_is_refused_and_a_producer_without_its_schema_keeps_its_place(
      long seed, Stages stages, @TempDir Path folder) throws Exception {
    try (Scene scene = stages.fresh(Fault.SCHEMA_REFUSED, seed)) {
      TestPipeline pipeline = scene.pipeline();
      String subject = Names.valueSubject(pipeline.local().names().topic());
      SchemaVersion latest = Contract.standard().released().newest();
      new RegistryByHand(subject).erase(latest.number());
      scene.start(Map.of("CDC_SCHEMA_VERSION", "1"), Map.of());
      refused(scene, subject, folder);
      scene.awaitAnyMoment();

      scene.producer().stop();
      JavaService newer = scene.stage().producer(Map.of());
      scene.stage().producedBy(newer);
      assertThat(PipelineUnderTest.exitCodeOf(newer)).isEqualTo(6);
      assertThat(Files.readString(newer.log()))
          .contains("version %d of the schema is not registered".formatted(latest.number()));
      scene.awaitCapture(200);
      pipeline.local().setUp();
      scene.heal(newer);
      scene.check();
    }
  }

  /** By the gate with field and reason; by the registry where it can tell. */
  private static void refused(Scene scene, String subject, Path folder) throws Exception {
    String released = Contract.standard().released().newest().schema().toString();
    String broken = released.replaceFirst("(\"emp_id\",\"type\":)\"int\"", "$1\"string\"");
    String retyped = released.replaceFirst("\"logicalType\":\"date\"", "\"unit\":\"days\"");
    assertThat(gate(folder, released, broken).out()).contains("`emp_id`", "int", "string");
    assertThat(gate(folder, released, retyped).out())
        .contains("`employee.dob` was date and is a plain int");
    try (Registry registry = Registry.at(scene.stack().registryUrl().toString())) {
      assertThatThrownBy(() -> registry.register(subject, new Schema.Parser().parse(broken)))
          .isInstanceOfSatisfying(
              RegistryException.class,
              e -> assertThat(e.reason()).isEqualTo(RegistryException.Reason.REJECTED));
    }
  }

  private static CommandRun gate(Path folder, String released, String changed) throws IOException {
    Path old = Files.writeString(folder.resolve("released.avsc"), released);
    Path now = Files.writeString(folder.resolve("changed.avsc"), changed);
    CommandRun run =
        CommandRun.of(
            new SchemaCommand(), Map.of(), "check", "--against", old.toString(), now.toString());
    assertThat(run.exitCode()).isEqualTo(6);
    return run;
  }
}
