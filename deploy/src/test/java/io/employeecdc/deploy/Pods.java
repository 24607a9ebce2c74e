package io.employeecdc.deploy;

import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import java.util.Map;
import java.util.Optional;

/** The pods that an object makes. */
final class Pods {
  private Pods() {}

  static Optional<PodTemplateSpec> of(Map<String, Object> object) {
    return Optional.ofNullable(
        switch (String.valueOf(object.get("kind"))) {
          case "Deployment" -> StrictTypes.as(object, Deployment.class).getSpec().getTemplate();
          case "StatefulSet" -> StrictTypes.as(object, StatefulSet.class).getSpec().getTemplate();
          case "Job" -> StrictTypes.as(object, Job.class).getSpec().getTemplate();
          case "CronJob" ->
              StrictTypes.as(object, CronJob.class)
                  .getSpec()
                  .getJobTemplate()
                  .getSpec()
                  .getTemplate();
          default -> null;
        });
  }

  /** Whether they are to run until somebody ends them, so that somebody has to ask how they are. */
  static boolean serve(Map<String, Object> object) {
    return object.get("kind").equals("Deployment") || object.get("kind").equals("StatefulSet");
  }

  @SuppressWarnings("unchecked") // an object's metadata has names
  static Map<String, Object> metadata(Map<String, Object> object) {
    return (Map<String, Object>) object.get("metadata");
  }

  static String name(Map<String, Object> object) {
    return object.get("kind") + "/" + metadata(object).get("name");
  }
}
