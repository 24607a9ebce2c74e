package io.employeecdc.schematools.candeploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.employeecdc.consumer.ConsumerMain;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.localstack.TestStack;
import io.employeecdc.operations.verify.CommandRun;
import io.employeecdc.operations.verify.Impatient;
import io.employeecdc.producer.ProducerMain;
import io.employeecdc.runtime.peers.ServiceKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command says when it cannot ask, or is asked what makes no sense. */
@Tag("servers")
class CanDeployRefusalTest {
  private static final String NOBODY = "127.0.0.1:1";

  @TempDir static Path folder;
  private static Scene scene;

  @BeforeAll
  static void create() throws Exception {
    scene = Scene.create("deploy_refusals", folder, Scene.FIRST, Scene.WITH_TRANSACTION);
    scene.register(Scene.FIRST);
  }

  @AfterAll
  static void close() {
    scene.close();
  }

  @Test
  void who_does_not_answer_is_named_with_exit_code_5() {
    refuses(scene.canDeploy("producer", "--peer", NOBODY), 5, NOBODY, "--peer");
    refuses(
        scene.canDeploy(Map.of("CDC_SCHEMA_REGISTRY_URL", "http://" + NOBODY), "consumer"),
        5,
        NOBODY,
        "--schema-registry-url");
    Map<String, String> brokers = new TreeMap<>(Impatient.WITH_KAFKA);
    brokers.put("CDC_BOOTSTRAP_SERVERS", NOBODY);
    refuses(scene.canDeploy(brokers, "consumer"), 5, NOBODY, "--bootstrap-servers");
  }

  @Test
  void what_is_not_there_or_is_something_else_is_named_with_exit_code_3() {
    refuses(scene.canDeploy("consumer", "--dlq-topic", "nowhere"), 3, "'nowhere'", "cdc setup");
    String registry =
        TestStack.shared().registryUrl().getHost()
            + ":"
            + TestStack.shared().registryUrl().getPort();
    refuses(scene.canDeploy("consumer", "--peer", registry), 3, registry, "--peer");
    String exporter = scene.other(ServiceKind.LOG);
    refuses(scene.canDeploy("producer", "--peer", exporter), 3, exporter, "is neither a producer");
  }

  @Test
  void bad_options_are_told_all_at_once() throws Exception {
    refuses(
        scene.canDeploy(
            "producer", "--version", "9", "--peer", "somewhere", "--schemas", "no-such-folder"),
        2,
        "--version (CDC_VERSION): version 9 is not released here, where %d is the newest"
            .formatted(Contract.standard().released().newest().number()),
        "--peer (CDC_PEER): not host:port",
        "--schemas (CDC_SCHEMAS): holds no released version");
    refuses(scene.canDeploy(), 2, "producer", "consumer");
  }

  @Test
  void the_built_jars_carry_the_newest_version() throws Exception {
    Path producer = home(ProducerMain.class);
    Path consumer = home(ConsumerMain.class);
    assumeThat(Files.isRegularFile(producer) && Files.isRegularFile(consumer))
        .as("the services are on the class path as jars, as in a build that packages")
        .isTrue();
    int newest = Contract.standard().released().newest().number();

    assertThat(told(producer, "Schema-Version-Written")).isEqualTo("" + newest);
    assertThat(told(consumer, "Schema-Versions-Read")).isEqualTo("1-" + newest);
  }

  private static String told(Path file, String attribute) throws IOException {
    try (JarFile jar = new JarFile(file.toFile())) {
      return jar.getManifest().getMainAttributes().getValue(attribute);
    }
  }

  private static Path home(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static void refuses(CommandRun run, int exitCode, String... says) {
    assertThat(run.err()).contains(says).doesNotContain("\tat ");
    assertThat(run.exitCode()).isEqualTo(exitCode);
    assertThat(run.out()).isEmpty();
  }
}
