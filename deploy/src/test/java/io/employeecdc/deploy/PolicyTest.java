package io.employeecdc.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PodSpec;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That the checks of the manifests see what is wrong: one thing changed in the producer's. */
class PolicyTest {
  private static String producer() throws Exception {
    return Files.readString(Manifests.HOME.resolve("base/producer.yaml"))
        .replace("image: employee-cdc/producer", "image: employee-cdc/producer:0.1.0");
  }

  private static List<String> faults(String manifest) {
    PodSpec pod = Pods.of(Manifests.parsed(manifest).get(0)).orElseThrow().getSpec();
    return PodPolicy.faults(pod, true);
  }

  @Test
  void the_producer_as_it_is_has_no_fault() throws Exception {
    assertThat(faults(producer())).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          runAsNonRoot: true                     | runAsNonRoot: false                    | may be root
          runAsUser: 10001                       | runAsUser: 0                           | root
          {type: RuntimeDefault}                 | {type: Unconfined}                     | seccomp
          automountServiceAccountToken: false    | automountServiceAccountToken: true     | token
          enableServiceLinks: false              | enableServiceLinks: true               | variables of other services
          allowPrivilegeEscalation: false        | allowPrivilegeEscalation: true         | gain privileges
          readOnlyRootFilesystem: true           | readOnlyRootFilesystem: false          | can write
          {drop: [ALL]}                          | {drop: [NET_RAW]}                      | capabilities
          {drop: [ALL]}                          | {drop: [ALL], add: [SYS_ADMIN]}        | capabilities
          producer:0.1.0                         | producer:latest                        | no version
          producer:0.1.0                         | producer                               | no version
          employee-cdc/producer:0.1.0            | somebody/else:0.1.0                    | no digest
          limits: {cpu: "2", memory: 768Mi}      | limits: {cpu: "2", memory: 1Gi}        | memory
          limits: {cpu: "2", memory: 768Mi}      | limits: {memory: 768Mi}                | CPU
          emptyDir: {sizeLimit: 64Mi}            | emptyDir: {}                           | fill the node's disk
          emptyDir: {sizeLimit: 64Mi}            | hostPath: {path: /tmp}                 | not restricted
          startupProbe                           | lifecycle                              | is not asked
          name: CDC_SOURCE_USER                  | name: CDC_SOURCE_PASSWORD              | a secret
          name: CDC_SOURCE_USER                  | name: JAVA_TOOL_OPTIONS                | heap
          containerPort: 9400                    | {containerPort: 9400, hostPort: 9400}  | port of the node
          """)
  void one_thing_that_is_wrong_is_found(String right, String wrong, String fault) throws Exception {
    String manifest = producer();
    String inserted =
        wrong.startsWith("{containerPort") ? "containerPort: 9400, hostPort: 9400" : wrong;
    if (wrong.equals("lifecycle")) {
      manifest = manifest.replaceFirst("(?s) +startupProbe:.*?failureThreshold: 90\n", "");
      inserted = right;
    }
    assertThat(producer()).contains(right);

    assertThat(faults(manifest.replace(right, inserted)))
        .singleElement()
        .asString()
        .contains(fault);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          replicas: 1              | replicaz: 1
          replicas: 1              | replicas: one
          periodSeconds: 10        | periodSecond: 10
          value: producer          | value: 1
          readOnly: true           | readonly: true
          """)
  void a_field_or_a_value_that_the_api_does_not_know_is_found(String right, String wrong)
      throws Exception {
    assertThat(StrictTypes.fault(Manifests.parsed(producer()).get(0))).isEmpty();
    assertThat(producer()).contains(right);

    assertThat(StrictTypes.fault(Manifests.parsed(producer().replace(right, wrong)).get(0)))
        .isPresent();
  }

  @Test
  void a_field_that_an_operator_does_not_know_is_found() throws Exception {
    Map<String, Object> monitor =
        Manifests.parsed(
                Files.readString(Manifests.HOME.resolve("components/monitoring/pod-monitor.yaml"))
                    .replace("targetLabel", "target"))
            .get(0);
    assertThat(CustomShapes.load().faults(monitor)).isNotEmpty();
  }
}
