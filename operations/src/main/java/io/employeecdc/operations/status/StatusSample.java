package io.employeecdc.operations.status;

import io.employeecdc.operations.cluster.ClusterProbe;
import io.employeecdc.runtime.peers.Meters;
import io.employeecdc.runtime.peers.ServiceAnswer;
import io.employeecdc.runtime.peers.ServiceAnswer.Running;
import io.employeecdc.runtime.peers.ServiceAnswer.Silent;
import io.employeecdc.runtime.peers.ServiceKind;
import io.employeecdc.runtime.peers.ServiceProbe;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

/** What services and brokers said at one time, by the clock and to measure by. */
record StatusSample(Instant at, long nanos, List<ServiceAnswer> services, KafkaAnswer kafka) {
  static StatusSample take(StatusCommand.Settings settings, ClusterProbe brokers)
      throws InterruptedException {
    List<CompletableFuture<ServiceAnswer>> asked =
        settings.peers().addresses().stream().map(ServiceProbe::ask).toList();
    List<ServiceAnswer> services =
        asked.stream()
            .map(CompletableFuture::join)
            .filter(answer -> settings.peers().expected() || !(answer instanceof Silent))
            .sorted(Comparator.comparing(StatusSample::rank))
            .toList();
    Instant at = Instant.now();
    return new StatusSample(at, System.nanoTime(), services, KafkaAnswer.ask(brokers, settings));
  }

  /** In the order of the flow; who says nothing comes last. */
  private static int rank(ServiceAnswer answer) {
    if (answer instanceof Running running) {
      return running.kind().captures() ? 0 : 1;
    }
    return 2;
  }

  List<Running> running() {
    return services.stream().filter(Running.class::isInstance).map(Running.class::cast).toList();
  }

  List<Running> running(ServiceKind kind) {
    return running().stream().filter(service -> service.kind() == kind).toList();
  }

  List<Meters> meters(ServiceKind kind) {
    return running(kind).stream().map(Running::meters).toList();
  }

  /** What a service showed in an earlier sample, and in this. */
  record Twice(Meters before, Meters now) {}

  /** Of those that answered both times. */
  List<Twice> twice(StatusSample before, ServiceKind kind) {
    Map<String, Meters> earlier =
        before.running().stream().collect(Collectors.toMap(Running::address, Running::meters));
    return running(kind).stream()
        .filter(service -> earlier.containsKey(service.address()))
        .map(service -> new Twice(earlier.get(service.address()), service.meters()))
        .toList();
  }

  boolean isSilence() {
    return running().isEmpty() && !kafka.answers();
  }
}
