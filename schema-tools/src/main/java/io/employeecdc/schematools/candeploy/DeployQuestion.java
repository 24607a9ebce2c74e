package io.employeecdc.schematools.candeploy;

import io.employeecdc.schemacheck.Reading;
import io.employeecdc.schematools.candeploy.CanDeployCommand.DeploySettings;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.apache.avro.Schema;

/**
 * May a service be deployed? What follows from the facts, a sentence each; yes, unless there is a
 * reason not to.
 */
abstract class DeployQuestion {
  final DeploySettings settings;
  final DeployFacts facts;
  final List<String> reasons = new ArrayList<>();

  /** What to do first, step by step. */
  final Set<String> order = new LinkedHashSet<>();

  final List<String> consequences = new ArrayList<>();
  final List<String> notes = new ArrayList<>();

  DeployQuestion(DeploySettings settings, DeployFacts facts) {
    this.settings = settings;
    this.facts = facts;
  }

  static DeployQuestion answered(DeploySettings settings, DeployFacts facts) {
    DeployQuestion question =
        switch (settings.service()) {
          case PRODUCER -> new ProducerQuestion(settings, facts);
          case CONSUMER -> new ConsumerQuestion(settings, facts);
        };
    question.ask();
    facts.incompleteRows().ifPresent(question.notes::add);
    if (!facts.level().equals("FULL_TRANSITIVE")) {
      question.notes.add(
          "%s allows %s changes; only FULL_TRANSITIVE lets both sides be deployed in any order"
              .formatted(settings.subject(), facts.level()));
    }
    return question;
  }

  abstract void ask();

  boolean yes() {
    return reasons.isEmpty();
  }

  /**
   * The services on the other side of one version.
   *
   * @param addresses of those that run; empty if none was asked, so that it may or may not run
   */
  record Counterpart(NumberedSchema version, List<String> addresses) {
    boolean running() {
      return !addresses.isEmpty();
    }
  }

  /** Those that run, or if none was asked all that may run; what is unknown is a reason. */
  List<Counterpart> counterparts(DeployedService service) {
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
        reasons.add(
            "the %s at %s %s, of which neither the released versions nor the registry know"
                .formatted(service.word(), peer.address(), peer.does()));
      }
    }
    boolean asked = !facts.running(service).isEmpty();
    if (!asked) {
      notes.add("no %s was asked (--peer); any version may be running".formatted(service.word()));
    }
    return (asked ? running.keySet() : known.keySet())
        .stream()
            .map(
                v ->
                    new Counterpart(
                        NumberedSchema.ofVersion(v, known.get(v)),
                        running.getOrDefault(v, List.of())))
            .toList();
  }

  /** Says that another side's and the version to be deployed do not go together, and what to do. */
  void refuse(DeployedService service, Counterpart other, Reading reading) {
    String label = other.version().label();
    String what =
        other.running()
            ? "the %s at %s %s %s"
                .formatted(
                    service.word(), String.join(", ", other.addresses()), service.relation, label)
            : "a %s %s %s may be running".formatted(service.word(), service.with, label);
    reasons.add(what + ": " + String.join("; ", reading.obstacles()));
    order.add(service.deploy.formatted(settings.number()));
    order.add(
        other.running()
            ? "ask again"
            : "ask again, naming the running %ss with --peer".formatted(service.word()));
  }
}
