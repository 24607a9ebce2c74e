package io.employeecdc.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each overlay as kustomize builds it: its types, what its pods may do, and what it refers to. */
class ManifestsTest {
  private static final Set<String> SERVICES = Set.of("producer", "consumer");

  /** What docs/kubernetes.md has made by hand, or Strimzi makes. */
  private static final Set<String> SECRETS =
      Set.of(
          "registry",
          "trust",
          "databases",
          "setup-database",
          "producer-database",
          "consumer-database",
          "verify-database",
          "setup",
          "producer",
          "consumer",
          "verify",
          "monitor",
          "events-cluster-ca-cert");

  static List<Path> overlays() throws Exception {
    return Manifests.overlays();
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void every_object_is_what_the_api_knows(Path overlay) throws Exception {
    assertThat(typeFaults(Manifests.built(overlay))).isEmpty();
  }

  @Test
  void consumers_may_be_left_to_keda(@TempDir Path folder) throws Exception {
    Path home = Manifests.HOME.toAbsolutePath();
    Files.writeString(
        folder.resolve("kustomization.yaml"),
        """
        resources: [%s]
        components: [%s]
        """
            .formatted(
                folder.toRealPath().relativize(home.toRealPath().resolve("overlays/production")),
                folder.toRealPath().relativize(home.toRealPath().resolve("components/keda"))));
    List<Map<String, Object>> objects = Manifests.built(folder);

    assertThat(typeFaults(objects)).isEmpty();
    assertThat(objects).extracting(Pods::name).contains("ScaledObject/consumer");
    assertThat(deployment(objects, "consumer").getSpec().getReplicas()).isNull();
  }

  @Test
  void the_namespace_refuses_pods_that_are_not_restricted() throws Exception {
    List<Map<String, Object>> namespace =
        Manifests.parsed(Files.readString(Manifests.HOME.resolve("namespace.yaml")));
    assertThat(typeFaults(namespace)).isEmpty();
    assertThat(Pods.metadata(namespace.get(0)).get("labels").toString())
        .contains("pod-security.kubernetes.io/enforce=restricted");
  }

  private static List<String> typeFaults(List<Map<String, Object>> objects) throws Exception {
    CustomShapes custom = CustomShapes.load();
    List<String> faults = new ArrayList<>();
    for (Map<String, Object> object : objects) {
      if (StrictTypes.knows(object)) {
        StrictTypes.fault(object).ifPresent(fault -> faults.add(Pods.name(object) + ": " + fault));
      } else if (custom.knows(object)) {
        custom.faults(object).forEach(fault -> faults.add(Pods.name(object) + ": " + fault));
      } else {
        faults.add("no type " + StrictTypes.type(object));
      }
    }
    return faults;
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void no_pod_may_do_more_than_it_needs(Path overlay) throws Exception {
    List<String> faults = new ArrayList<>();
    for (Map<String, Object> object : Manifests.built(overlay)) {
      Pods.of(object)
          .ifPresent(
              pod ->
                  PodPolicy.faults(pod.getSpec(), Pods.serve(object))
                      .forEach(fault -> faults.add(Pods.name(object) + " " + fault)));
    }
    assertThat(faults).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void every_object_has_its_step_and_is_in_the_namespace(Path overlay) throws Exception {
    for (Map<String, Object> object : Manifests.built(overlay)) {
      assertThat(Pods.metadata(object).get("labels").toString())
          .as(Pods.name(object))
          .containsPattern("employee-cdc/step=(before|setup|run)\\b");
      assertThat(Pods.metadata(object)).containsEntry("namespace", "employee-cdc");
    }
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void what_a_pod_mounts_is_there(Path overlay) throws Exception {
    List<Map<String, Object>> objects = Manifests.built(overlay);
    Set<String> there = new TreeSet<>();
    objects.forEach(object -> there.add(Pods.name(object)));
    SECRETS.forEach(secret -> there.add("Secret/" + secret));
    for (Map<String, Object> object : objects) {
      Pods.of(object)
          .ifPresent(
              pod ->
                  assertThat(there)
                      .as(Pods.name(object))
                      .containsAll(References.of(pod.getSpec())));
    }
  }

  @ParameterizedTest
  @MethodSource("overlays")
  void the_services_are_asked_on_their_own_pages_and_have_time_to_end(Path overlay)
      throws Exception {
    List<Map<String, Object>> objects = Manifests.built(overlay);
    for (String name : SERVICES) {
      PodTemplateSpec pod = deployment(objects, name).getSpec().getTemplate();
      Container container = pod.getSpec().getContainers().get(0);
      assertThat(path(container.getStartupProbe())).isEqualTo("/health/started");
      assertThat(path(container.getLivenessProbe())).isEqualTo("/health/live");
      assertThat(path(container.getReadinessProbe())).isEqualTo("/health/ready");
      assertThat(pod.getSpec().getTerminationGracePeriodSeconds()).isGreaterThanOrEqualTo(30);
    }
    assertThat(deployment(objects, "producer").getSpec().getReplicas()).isEqualTo(1);
    assertThat(deployment(objects, "producer").getSpec().getStrategy().getType())
        .isEqualTo("Recreate");
  }

  private static String path(Probe probe) {
    return probe.getHttpGet().getPath();
  }

  private static Deployment deployment(List<Map<String, Object>> objects, String name) {
    return objects.stream()
        .filter(object -> Pods.name(object).equals("Deployment/" + name))
        .map(object -> StrictTypes.as(object, Deployment.class))
        .findFirst()
        .orElseThrow();
  }
}
