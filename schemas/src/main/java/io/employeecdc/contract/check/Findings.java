package io.employeecdc.contract.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gathers observations; the same one about several earlier versions becomes one finding. */
final class Findings {
  private final Map<Observation, List<String>> versions = new LinkedHashMap<>();

  void add(String version, List<Observation> observations) {
    for (Observation observation : observations) {
      List<String> labels = versions.computeIfAbsent(observation, o -> new ArrayList<>());
      if (!labels.contains(version)) {
        labels.add(version);
      }
    }
  }

  /** About the file alone, whatever the earlier versions are. */
  void add(List<Observation> observations) {
    observations.forEach(o -> versions.computeIfAbsent(o, n -> new ArrayList<>()));
  }

  /** What counts or informs under the rules, by place. */
  List<Finding> list(Version candidate, Mode mode, Rules rules) {
    List<Finding> findings = new ArrayList<>();
    versions.forEach(
        (observation, labels) -> {
          if (rules.count(observation.origin()) || worthANote(observation)) {
            findings.add(finding(observation, labels, candidate, mode, rules));
          }
        });
    findings.sort(Comparator.comparing(Finding::at).thenComparing(f -> f.severity()));
    return List.copyOf(findings);
  }

  /** What the registry lets pass and what fails all the same. */
  private static boolean worthANote(Observation observation) {
    return observation.origin() == Origin.DECODER || observation.rule() == Rule.ELEMENT_GREW;
  }

  private static Finding finding(
      Observation observation, List<String> labels, Version candidate, Mode mode, Rules rules) {
    Rule rule = observation.rule();
    boolean note = rule.informs() || !rules.count(observation.origin());
    return new Finding(
        rule,
        observation.origin(),
        note ? Severity.NOTE : Severity.ERROR,
        List.copyOf(labels),
        candidate.file().name(),
        observation.at(),
        observation.path(),
        Sentences.of(observation, candidate.label(), labels),
        note ? List.of() : breaks(observation, mode),
        observation.remedy());
  }

  private static List<Affected> breaks(Observation observation, Mode mode) {
    List<Affected> breaks = new ArrayList<>();
    for (Direction direction : Direction.values()) {
      boolean concerned =
          observation.direction() == null
              ? mode.asks(direction) && rule(observation)
              : observation.direction() == direction;
      if (concerned) {
        breaks.addAll(direction.breaks());
      }
    }
    breaks.sort(Comparator.naturalOrder());
    return List.copyOf(breaks);
  }

  /** A lost doc breaks no program, and of what is no table there is none. */
  private static boolean rule(Observation observation) {
    return observation.rule() != Rule.DOC_REMOVED && observation.rule() != Rule.NO_TABLE;
  }
}
