package io.employeecdc.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/**
 * The Job that {@code deploy/kubernetes/cdc} makes. What asks a cluster is answered from files; the
 * patch is kubectl's own.
 */
class CommandScriptTest {
  private static final String KUBECTL =
      """
      #!/bin/sh
      cd "%s"
      shift 2
      case "$*" in
        'create job '*) cat job.yaml ;;
        *podIP*) printf '10.0.0.1:9400,10.0.0.2:9400,' ;;
        *phase*) printf Running ;;
        *exitCode*) printf 7 ;;
        'patch --local '*) exec "%s" "$@" ;;
        'create --filename -') cat >created.yaml ;;
        'logs --follow job/'*) echo 'what the command says' ;;
        *) echo "unexpected: $*" >&2; exit 9 ;;
      esac
      """;

  @TempDir Path folder;

  @BeforeEach
  void a_cluster_of_files() throws Exception {
    assumeTrue(Manifests.onPath("kubectl"), "there is no kubectl");
    Map<String, Object> cronJob =
        Manifests.built(Manifests.HOME.resolve("overlays/strimzi")).stream()
            .filter(object -> Pods.name(object).equals("CronJob/verify"))
            .findFirst()
            .orElseThrow();
    Map<?, ?> spec = (Map<?, ?>) cronJob.get("spec");
    Map<?, ?> template = (Map<?, ?>) spec.get("jobTemplate");
    Map<String, Object> job =
        Map.of(
            "apiVersion",
            "batch/v1",
            "kind",
            "Job",
            "metadata",
            Map.of("name", "made"),
            "spec",
            template.get("spec"));
    Files.writeString(folder.resolve("job.yaml"), new Yaml().dump(job));
    Path real =
        List.of(System.getenv("PATH").split(":", -1)).stream()
            .map(bin -> Path.of(bin, "kubectl"))
            .filter(Files::isExecutable)
            .findFirst()
            .orElseThrow();
    Files.writeString(folder.resolve("kubectl"), KUBECTL.formatted(folder, real));
    Files.setPosixFilePermissions(
        folder.resolve("kubectl"), PosixFilePermissions.fromString("rwx------"));
  }

  @ParameterizedTest
  @CsvSource({
    "status, verify, verify",
    "verify, verify, verify",
    "verify --repair --yes, setup, setup",
    "backfill --incomplete, setup, setup",
    "schema register --dry-run, setup, setup",
    "schema can-deploy consumer, verify, verify",
    "dlq list, consumer, dlq",
    "dlq skip 3:17, consumer, consumer",
    "offsets --to-applied, consumer, consumer"
  })
  void a_command_runs_as_who_may_do_it(String command, String role, String kafkaUser)
      throws Exception {
    run(command.split(" ", -1));

    PodSpec pod = made();
    assertThat(References.of(pod))
        .contains("Secret/" + role + "-database", "Secret/" + kafkaUser)
        .contains("Secret/registry", "Secret/events-cluster-ca-cert")
        .doesNotContain(kafkaUser.equals("verify") ? "Secret/setup" : "Secret/verify");
    assertThat(variables(pod))
        .containsEntry("CDC_SOURCE_USER", role)
        .containsEntry("CDC_TARGET_USER", role)
        .containsEntry("CDC_PEER", "10.0.0.1:9400,10.0.0.2:9400");
    assertThat(pod.getContainers().get(0).getArgs()).containsExactly(command.split(" ", -1));
    assertThat(PodPolicy.faults(pod, false)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"setup --dry-run", "teardown --yes"})
  void rights_are_given_to_and_taken_from_the_roles_of_the_services(String command)
      throws Exception {
    run(command.split(" ", -1));

    assertThat(variables(made()))
        .containsEntry("CDC_PRODUCER_ROLE", "producer")
        .containsEntry("CDC_CONSUMER_ROLE", "consumer")
        .containsEntry("CDC_VERIFY_ROLE", "verify");
  }

  @Test
  void a_command_takes_as_long_as_it_takes() throws Exception {
    assertThat(Files.readString(folder.resolve("job.yaml"))).contains("activeDeadlineSeconds");
    run("backfill");

    assertThat(Files.readString(folder.resolve("created.yaml")))
        .contains("backoffLimit: 0")
        .doesNotContain("activeDeadlineSeconds");
  }

  @Test
  void its_log_and_exit_code_are_the_scripts() throws Exception {
    assertThat(run("status")).isEqualTo("what the command says\n7");
  }

  @Test
  void an_argument_is_taken_as_it_is_written() throws Exception {
    run("dlq", "show", "--key", "[10001,\"a b\\c\"]");
    assertThat(made().getContainers().get(0).getArgs())
        .containsExactly("dlq", "show", "--key", "[10001,\"a b\\c\"]");
  }

  private String run(String... arguments) throws IOException, InterruptedException {
    ProcessBuilder script = new ProcessBuilder("kubernetes/cdc");
    script.command().addAll(List.of(arguments));
    script.environment().merge("PATH", folder.toString(), (path, first) -> first + ":" + path);
    Process process = script.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return said + process.waitFor();
  }

  private PodSpec made() throws IOException {
    Map<String, Object> job =
        Manifests.parsed(Files.readString(folder.resolve("created.yaml"))).get(0);
    assertThat(StrictTypes.fault(job)).isEmpty();
    return Pods.of(job).orElseThrow().getSpec();
  }

  private static Map<String, String> variables(PodSpec pod) {
    Container container = pod.getContainers().get(0);
    return container.getEnv().stream().collect(Collectors.toMap(EnvVar::getName, EnvVar::getValue));
  }
}
