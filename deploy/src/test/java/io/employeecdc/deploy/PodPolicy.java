package io.employeecdc.deploy;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * What a pod may do: the profile "restricted" of Kubernetes' Pod Security Standards, and rules of
 * our own, such as limits that the heap follows.
 */
final class PodPolicy {
  private static final Pattern VERSION =
      Pattern.compile(".+:[^:/]*\\d[^:/]*(@sha256:[0-9a-f]{64})?");
  private static final Pattern OURS =
      Pattern.compile("(.*/)?employee-cdc/(producer|consumer|tools)(:.*)?");
  private static final Pattern SECRET = Pattern.compile(".*(PASS|PASSWORD|SECRET|TOKEN)");

  private final List<String> faults = new ArrayList<>();

  private PodPolicy() {}

  /**
   * What is against the policy; empty if nothing.
   *
   * @param serves whether the pod runs until somebody ends it
   */
  static List<String> faults(PodSpec pod, boolean serves) {
    PodPolicy policy = new PodPolicy();
    policy.pod(pod);
    List<Container> containers = new ArrayList<>(pod.getContainers());
    containers.addAll(pod.getInitContainers());
    for (Container container : containers) {
      policy.restricted(container.getSecurityContext());
      policy.resources(container);
      policy.container(container);
    }
    if (serves) {
      pod.getContainers().forEach(policy::probes);
    }
    return policy.faults;
  }

  private void require(boolean holds, String fault) {
    if (!holds) {
      faults.add(fault);
    }
  }

  private void pod(PodSpec pod) {
    var security = pod.getSecurityContext();
    require(security != null && Boolean.TRUE.equals(security.getRunAsNonRoot()), "may be root");
    require(
        security != null && security.getRunAsUser() != null && security.getRunAsUser() > 0,
        "has no user, or root");
    require(
        security != null
            && security.getSeccompProfile() != null
            && security.getSeccompProfile().getType().equals("RuntimeDefault"),
        "has no seccomp profile");
    require(security == null || security.getSysctls().isEmpty(), "sets the kernel's parameters");
    require(
        pod.getHostNetwork() == null && pod.getHostPID() == null && pod.getHostIPC() == null,
        "is in the node's namespaces");
    require(Boolean.FALSE.equals(pod.getAutomountServiceAccountToken()), "gets a token of the API");
    require(Boolean.FALSE.equals(pod.getEnableServiceLinks()), "gets variables of other services");
    pod.getVolumes().forEach(this::volume);
  }

  private void volume(Volume volume) {
    require(
        volume.getConfigMap() != null
            || volume.getEmptyDir() != null
            || volume.getPersistentVolumeClaim() != null
            || volume.getProjected() != null
            || volume.getSecret() != null,
        "volume " + volume.getName() + " is of a kind that is not restricted");
    require(
        volume.getEmptyDir() == null || volume.getEmptyDir().getSizeLimit() != null,
        "volume " + volume.getName() + " may fill the node's disk");
  }

  private void restricted(SecurityContext security) {
    require(security != null, "has no security context");
    if (security == null) {
      return;
    }
    require(Boolean.FALSE.equals(security.getAllowPrivilegeEscalation()), "may gain privileges");
    require(security.getPrivileged() == null, "is privileged");
    require(security.getProcMount() == null, "sees the node's processes");
    require(
        security.getCapabilities() != null
            && security.getCapabilities().getDrop().contains("ALL")
            && security.getCapabilities().getAdd().isEmpty(),
        "keeps capabilities");
    require(
        security.getRunAsUser() == null && security.getRunAsNonRoot() == null,
        "has another user than its pod");
  }

  private void resources(Container container) {
    Map<String, Quantity> limits = container.getResources().getLimits();
    Map<String, Quantity> requests = container.getResources().getRequests();
    require(limits.containsKey("cpu") && requests.containsKey("cpu"), "has no share of the CPU");
    require(
        limits.containsKey("memory") && limits.get("memory").equals(requests.get("memory")),
        "is not promised the memory that it may take");
  }

  private void container(Container container) {
    require(
        VERSION.matcher(container.getImage()).matches(), container.getImage() + " has no version");
    require(
        OURS.matcher(container.getImage()).matches() || container.getImage().contains("@sha256:"),
        container.getImage() + " has no digest");
    require(
        !OURS.matcher(container.getImage()).matches()
            || Boolean.TRUE.equals(container.getSecurityContext().getReadOnlyRootFilesystem()),
        "can write beside its programs");
    require(
        container.getPorts().stream().allMatch(port -> port.getHostPort() == null),
        "takes a port of the node");
    for (EnvVar variable : container.getEnv()) {
      require(
          !SECRET.matcher(variable.getName()).matches() && variable.getValueFrom() == null,
          variable.getName() + " is a secret, or of another object, in the environment");
      require(
          !variable.getName().equals("JAVA_TOOL_OPTIONS"),
          "has a heap of its own, which does not follow the limit");
    }
  }

  private void probes(Container container) {
    require(
        container.getStartupProbe() != null
            && container.getLivenessProbe() != null
            && container.getReadinessProbe() != null,
        container.getName() + " is not asked how it is");
  }
}
