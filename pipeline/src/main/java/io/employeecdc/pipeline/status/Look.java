package io.employeecdc.pipeline.status;

import io.employeecdc.pipeline.status.ServiceLook.Running;
import io.employeecdc.pipeline.status.ServiceLook.Silent;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What services and brokers said at one time.
 *
 * @param at when the services had answered
 * @param nanos the same moment, to measure times by
 */
record Look(Instant at, long nanos, List<ServiceLook> services, KafkaLook kafka) {
  /** Asks everybody. */
  static Look at(StatusSettings settings, KafkaProbe kafka) throws InterruptedException {
    List<CompletableFuture<ServiceLook>> asked =
        settings.peers().addresses().stream().map(ServiceProbe::ask).toList();
    List<ServiceLook> services =
        asked.stream()
            .map(CompletableFuture::join)
            .filter(look -> settings.peers().expected() || !(look instanceof Silent))
            .sorted(Comparator.comparing(Look::rank))
            .toList();
    Instant at = Instant.now();
    return new Look(at, System.nanoTime(), services, kafka.look());
  }

  /** In the order of the flow; who says nothing comes last. */
  private static int rank(ServiceLook look) {
    if (look instanceof Running running) {
      return running.kind() == Kind.PRODUCER ? 0 : 1;
    }
    return 2;
  }

  /** Those services that answered. */
  List<Running> running() {
    return services.stream().filter(Running.class::isInstance).map(Running.class::cast).toList();
  }

  /** Those of them that are of a kind. */
  List<Running> running(Kind kind) {
    return running().stream().filter(service -> service.kind() == kind).toList();
  }

  /** True if neither a service nor a broker answered. */
  boolean isSilence() {
    return running().isEmpty() && !kafka.answers();
  }
}
