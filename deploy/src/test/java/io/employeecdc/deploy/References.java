package io.employeecdc.deploy;

import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import java.util.Set;
import java.util.TreeSet;

/** The objects by name without which a pod does not start, or starts with less. */
final class References {
  private final Set<String> names = new TreeSet<>();

  private References() {}

  static Set<String> of(PodSpec pod) {
    References references = new References();
    pod.getContainers()
        .forEach(
            container ->
                container
                    .getEnvFrom()
                    .forEach(
                        from -> references.add("ConfigMap", from.getConfigMapRef().getName())));
    pod.getVolumes().forEach(references::volume);
    if (pod.getServiceAccountName() != null) {
      references.add("ServiceAccount", pod.getServiceAccountName());
    }
    return references.names;
  }

  private void add(String kind, String name) {
    names.add(kind + "/" + name);
  }

  private void volume(Volume volume) {
    if (volume.getConfigMap() != null) {
      add("ConfigMap", volume.getConfigMap().getName());
    }
    if (volume.getSecret() != null) {
      add("Secret", volume.getSecret().getSecretName());
    }
    if (volume.getPersistentVolumeClaim() != null) {
      add("PersistentVolumeClaim", volume.getPersistentVolumeClaim().getClaimName());
    }
    if (volume.getProjected() != null) {
      volume.getProjected().getSources().forEach(this::source);
    }
  }

  private void source(VolumeProjection source) {
    if (source.getConfigMap() != null) {
      add("ConfigMap", source.getConfigMap().getName());
    }
    if (source.getSecret() != null) {
      add("Secret", source.getSecret().getName());
    }
  }
}
