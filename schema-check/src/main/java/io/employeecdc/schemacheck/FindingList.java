package io.employeecdc.schemacheck;

import io.employeecdc.schemacheck.rule.Affected;
import io.employeecdc.schemacheck.rule.Direction;
import io.employeecdc.schemacheck.rule.Objector;
import io.employeecdc.schemacheck.rule.Observation;
import io.employeecdc.schemacheck.rule.Rule;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Gathers observations; the same one about several earlier versions becomes one finding, in one
 * sentence.
 */
final class FindingList {
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
    return observation.origin() == Objector.DECODER || observation.rule() == Rule.ELEMENT_GREW;
  }

  private static Finding finding(
      Observation observation, List<String> labels, Version candidate, Mode mode, Rules rules) {
    Rule rule = observation.rule();
    boolean note = rule.informs() || !rules.count(observation.origin());
    return new Finding(
        rule,
        observation.origin(),
        note ? Finding.Severity.NOTE : Finding.Severity.ERROR,
        List.copyOf(labels),
        observation.at(),
        observation.path(),
        sentence(observation, candidate.label(), labels),
        note ? List.of() : breaks(observation, mode),
        observation.remedy());
  }

  private static List<Affected> breaks(Observation observation, Mode mode) {
    return Stream.of(Direction.values())
        .filter(
            direction ->
                observation.direction() == null
                    ? mode.asks(direction) && rule(observation)
                    : observation.direction() == direction)
        .flatMap(direction -> direction.breaks().stream())
        .sorted()
        .toList();
  }

  /** A lost doc breaks no program, and of what is no table there is none. */
  private static boolean rule(Observation observation) {
    return observation.rule() != Rule.DOC_REMOVED && observation.rule() != Rule.NO_TABLE;
  }

  /** Who cannot read what, and why: the labels of the new version and of the earlier ones. */
  private static String sentence(Observation observation, String candidate, List<String> versions) {
    Direction direction = observation.direction();
    String reason = observation.reason();
    if (direction == null) {
      return versions.isEmpty()
          ? reason
          : "since " + Version.all(versions, " and ") + ", " + reason;
    }
    boolean reads = direction == Direction.NEW_READS_OLD;
    String reader = consumers(reads ? List.of(candidate) : versions);
    String written = Version.all(reads ? versions : List.of(candidate), " or ");
    boolean many = !reads && versions.size() > 1;
    return switch (observation.rule()) {
      case REGISTRY_REFUSES -> "the registry refuses this: " + reason;
      case ELEMENT_GREW ->
          "%s may fail to read records written with %s: %s".formatted(reader, written, reason);
      case LOSSY_PROMOTION ->
          "%s %s records written with %s: %s"
              .formatted(reader, many ? "misread" : "misreads", written, reason);
      case SYMBOL_READ_AS_DEFAULT ->
          "%s %s part of what is written with %s as something else: %s"
              .formatted(reader, many ? "read" : "reads", written, reason);
      default ->
          "%s cannot read records written with %s: %s%s"
              .formatted(
                  reader,
                  written,
                  reason,
                  observation.origin() == Objector.DECODER ? "; the registry does not see it" : "");
    };
  }

  private static String consumers(List<String> labels) {
    String all = Version.all(labels, " and ");
    if (Version.numbered(labels)) {
      return labels.size() == 1 ? "a " + all + " consumer" : all + " consumers";
    }
    return (labels.size() == 1 ? "a consumer built with " : "consumers built with ") + all;
  }
}
