package io.employeecdc.deploy;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.batch.v1.CronJob;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.cfg.CoercionAction;
import tools.jackson.databind.cfg.CoercionInputShape;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.type.LogicalType;

/**
 * An object as the type of the Kubernetes API that it names. A field that the type does not have is
 * an error, as it is to a server that validates strictly; so is a number where a text belongs.
 */
final class StrictTypes {
  private static final Map<String, Class<?>> TYPES =
      Map.ofEntries(
          Map.entry("v1/ConfigMap", ConfigMap.class),
          Map.entry("v1/Namespace", Namespace.class),
          Map.entry("v1/PersistentVolumeClaim", PersistentVolumeClaim.class),
          Map.entry("v1/Service", Service.class),
          Map.entry("v1/ServiceAccount", ServiceAccount.class),
          Map.entry("apps/v1/Deployment", Deployment.class),
          Map.entry("apps/v1/StatefulSet", StatefulSet.class),
          Map.entry("batch/v1/CronJob", CronJob.class),
          Map.entry("batch/v1/Job", Job.class),
          Map.entry("networking.k8s.io/v1/NetworkPolicy", NetworkPolicy.class),
          Map.entry("policy/v1/PodDisruptionBudget", PodDisruptionBudget.class));

  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .annotationIntrospector(new WithoutRest())
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .withCoercionConfig(
              LogicalType.Textual,
              texts ->
                  Stream.of(
                          CoercionInputShape.Boolean,
                          CoercionInputShape.Float,
                          CoercionInputShape.Integer)
                      .forEach(shape -> texts.setCoercion(shape, CoercionAction.Fail)))
          .build();

  /** The types keep what they do not know in a map of their own, which hides a wrong name. */
  private static final class WithoutRest extends JacksonAnnotationIntrospector {
    private static final long serialVersionUID = 1L;

    @Override
    public Boolean hasAnySetter(MapperConfig<?> config, Annotated member) {
      return false;
    }
  }

  private StrictTypes() {}

  static boolean knows(Map<String, Object> object) {
    return TYPES.containsKey(type(object));
  }

  static String type(Map<String, Object> object) {
    return object.get("apiVersion") + "/" + object.get("kind");
  }

  /** What the type has against the object; empty if nothing. */
  static Optional<String> fault(Map<String, Object> object) {
    try {
      as(object, TYPES.get(type(object)));
      return Optional.empty();
    } catch (JacksonException e) {
      return Optional.of(e.getOriginalMessage() + " at " + e.getPathReference());
    }
  }

  static <T> T as(Object tree, Class<T> type) {
    return MAPPER.readValue(MAPPER.writeValueAsString(tree), type);
  }
}
