package io.employeecdc.pipeline.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.localstack.JavaService;
import io.employeecdc.localstack.Server;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Faults of the schema registry. */
class RegistryFaultsTest {
  private static final Map<String, String> IMPATIENT = Map.of("CDC_REGISTRY_TIMEOUT", "2s");
  private static final Map<String, String> PATIENT = Map.of("CDC_REGISTRY_TIMEOUT", "2m");
  private static final Duration OUTAGE = Duration.ofSeconds(5);

  @FaultTest
  void services_wait_for_the_registry_at_start_and_end_with_5_when_it_stays_away(long seed)
      throws Exception {
    try (Scene scene = Scene.of(Fault.NO_REGISTRY_AT_START, seed)) {
      Server registry = scene.stack().registry();
      registry.kill();
      // Not the scene's consumers: these end, and others take their place.
      for (JavaService service :
          List.of(scene.producer(IMPATIENT), scene.pipeline().consumer(IMPATIENT))) {
        assertThat(Scene.exitCodeOf(service)).as(service.name()).isEqualTo(5);
        assertThat(Files.readString(service.log())).contains("registry").doesNotContain("\tat ");
      }
      JavaService producer = scene.producer(PATIENT);
      JavaService consumer = scene.consumer(PATIENT);
      scene.producedBy(producer);
      scene.load();
      CompletableFuture<Void> starts =
          CompletableFuture.allOf(
              CompletableFuture.runAsync(producer::start),
              CompletableFuture.runAsync(consumer::start));
      scene.letPass(OUTAGE);
      assertThat(List.of(producer, consumer)).allMatch(Server::alive);
      scene.heal(
          () -> {
            registry.start();
            starts.join();
          });
      scene.check();
    }
  }

  @FaultTest
  void known_schemas_flow_while_the_registry_is_down(long seed) throws Exception {
    try (Scene scene = Scene.underLoad(Fault.REGISTRY_DIES, seed)) {
      Server registry = scene.stack().registry();
      if (scene.random().nextBoolean()) {
        registry.kill();
      } else {
        registry.pause();
      }
      scene.awaitMore(500);
      scene.heal(registry::start);
      scene.check();
    }
  }
}
