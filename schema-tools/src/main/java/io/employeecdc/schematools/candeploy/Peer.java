package io.employeecdc.schematools.candeploy;

import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.peers.Meters.Series;
import io.employeecdc.runtime.peers.ServiceAnswer;
import io.employeecdc.runtime.peers.ServiceAnswer.Running;
import io.employeecdc.runtime.peers.ServiceAnswer.Silent;
import io.employeecdc.runtime.peers.ServiceAnswer.Stranger;
import io.employeecdc.runtime.peers.ServiceKind;
import io.employeecdc.runtime.peers.ServiceProbe;
import java.util.Optional;

/**
 * A running service, as its metrics say.
 *
 * @param version empty if it was built from a schema between two releases
 * @param incompleteRows of its target, that lack columns
 */
record Peer(
    String address, DeployedService service, Optional<Integer> version, long incompleteRows) {
  /**
   * Asks.
   *
   * @param topic whose services are meant
   * @throws CdcException with exit code 3 if another program or another topic's service answers, 4
   *     if it refuses, 5 if nobody answers
   */
  static Peer ask(String address, String topic) {
    ServiceAnswer answer = ServiceProbe.ask(address).join();
    if (answer instanceof Silent silent) {
      throw new CdcException(
          ExitCode.UNREACHABLE,
          "the peer %s does not answer: %s; check --peer, or leave it out if it does not run"
              .formatted(address, silent.why()));
    }
    if (answer instanceof Running running && running.kind() != ServiceKind.LOG) {
      return of(running, topic);
    }
    throw answer instanceof Stranger stranger && stranger.refuses()
        ? new CdcException(
            ExitCode.REFUSED,
            "%s refuses to show its metrics (%d); check --peer"
                .formatted(address, stranger.status()))
        : new CdcException(
            ExitCode.CONFIGURATION,
            "what answers at %s is neither a producer nor a consumer; check --peer"
                .formatted(address));
  }

  private static Peer of(Running running, String topic) {
    DeployedService service = DeployedService.of(running.kind());
    for (Series told : running.meters().series("cdc_pipeline_info")) {
      if (!told.label("topic").equals(topic)) {
        throw new CdcException(
            ExitCode.CONFIGURATION,
            "the %s at %s is of topic %s, not of %s; check --peer, --contract and --topic"
                .formatted(service.word(), running.address(), told.label("topic"), topic));
      }
    }
    return new Peer(
        running.address(),
        service,
        running.version().flatMap(Peer::number),
        running.meters().count("cdc_rows_incomplete"));
  }

  private static Optional<Integer> number(String version) {
    try {
      return Optional.of(Integer.valueOf(version));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  String describe() {
    return service.word() + " that " + does();
  }

  String does() {
    return service.relation + version.map(v -> " version " + v).orElse(" an unreleased schema");
  }
}
