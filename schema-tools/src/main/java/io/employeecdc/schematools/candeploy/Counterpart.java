package io.employeecdc.schematools.candeploy;

import io.employeecdc.schematools.candeploy.CanDeployCommand.DeploySettings;
import io.employeecdc.schematools.check.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.Schema;

/**
 * The services on the other side, by their version.
 *
 * @param addresses of those that run; empty if none was asked, so that it may or may not run
 */
record Counterpart(DeployedService service, NumberedSchema version, List<String> addresses) {
  /**
   * Those that run, or if none was asked all that may run; what is unknown goes into the answer.
   */
  static List<Counterpart> of(
      DeployedService service, DeploySettings settings, DeployFacts facts, Answer answer) {
    NavigableMap<Integer, Schema> known = new TreeMap<>();
    facts.held().stream()
        .filter(held -> held.number().isPresent() && held.schema().isPresent())
        .forEach(held -> known.put(held.number().get(), held.schema().get()));
    settings.released().all().forEach(v -> known.put(v.number(), v.schema()));
    NavigableMap<Integer, List<String>> running = new TreeMap<>();
    for (Peer peer : facts.running(service)) {
      if (peer.version().filter(known::containsKey).isPresent()) {
        running.computeIfAbsent(peer.version().get(), v -> new ArrayList<>()).add(peer.address());
      } else {
        answer
            .reasons()
            .add(
                "the %s at %s %s, of which neither the released versions nor the registry know"
                    .formatted(service.word(), peer.address(), peer.does()));
      }
    }
    boolean asked = !facts.running(service).isEmpty();
    if (!asked) {
      answer
          .notes()
          .add("no %s was asked (--peer); any version may be running".formatted(service.word()));
    }
    Set<Integer> versions = asked ? running.keySet() : known.keySet();
    return versions.stream()
        .map(
            v ->
                new Counterpart(
                    service,
                    NumberedSchema.ofVersion(v, known.get(v)),
                    running.getOrDefault(v, List.of())))
        .toList();
  }

  boolean running() {
    return !addresses.isEmpty();
  }

  /** Says that it and the version to be deployed do not go together, and what to do first. */
  void refuse(Reading reading, DeploySettings settings, Answer answer) {
    String what =
        running()
            ? "the %s at %s %s %s"
                .formatted(
                    service.word(), String.join(", ", addresses), service.relation, version.label())
            : "a %s %s %s may be running".formatted(service.word(), service.with, version.label());
    answer.reasons().add(what + ": " + String.join("; ", reading.obstacles()));
    answer.order().add(service.deploy.formatted(settings.number()));
    answer
        .order()
        .add(
            running()
                ? "ask again"
                : "ask again, naming the running %ss with --peer".formatted(service.word()));
  }
}
