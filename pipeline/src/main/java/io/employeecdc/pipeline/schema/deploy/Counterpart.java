package io.employeecdc.pipeline.schema.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.avro.Schema;

/**
 * The services on the other side, by their version.
 *
 * @param version the number of their version
 * @param schema of that version
 * @param addresses of those that run; empty if none was asked, so that it may or may not run
 */
record Counterpart(int version, Schema schema, List<String> addresses) {
  /**
   * Those that run, or if none was asked all that may run.
   *
   * @param answer told of running ones whose schema nobody here knows
   */
  static List<Counterpart> of(
      Service service, DeploySettings settings, Facts facts, Answer answer) {
    SortedMap<Integer, Schema> known = new TreeMap<>();
    facts.held().stream()
        .filter(held -> held.number().isPresent() && held.schema().isPresent())
        .forEach(held -> known.put(held.number().getAsInt(), held.schema().get()));
    settings.released().all().forEach(v -> known.put(v.number(), v.schema()));
    SortedMap<Integer, List<String>> running = new TreeMap<>();
    for (Peer peer : facts.running(service)) {
      if (peer.version().isPresent() && known.containsKey(peer.version().getAsInt())) {
        running
            .computeIfAbsent(peer.version().getAsInt(), v -> new ArrayList<>())
            .add(peer.address());
      } else {
        answer.no(
            "the %s at %s %s, of which neither the released versions nor the registry know"
                .formatted(service.word(), peer.address(), peer.does()));
      }
    }
    boolean asked = !facts.running(service).isEmpty();
    return new TreeSet<>(asked ? running.keySet() : known.keySet())
        .stream()
            .map(v -> new Counterpart(v, known.get(v), running.getOrDefault(v, List.of())))
            .toList();
  }

  boolean running() {
    return !addresses.isEmpty();
  }

  /** Such as {@code version 1}. */
  String label() {
    return "version " + version;
  }
}
