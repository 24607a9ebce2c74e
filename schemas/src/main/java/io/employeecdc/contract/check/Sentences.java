package io.employeecdc.contract.check;

import java.util.List;

/** Makes a sentence of an observation: who cannot read what, and why. */
final class Sentences {
  private static final String NUMBERED = "version ";

  private Sentences() {}

  /**
   * One sentence.
   *
   * @param candidate the label of the new version
   * @param versions the labels of the earlier ones
   */
  static String of(Observation observation, String candidate, List<String> versions) {
    Direction direction = observation.direction();
    String reason = observation.reason();
    if (direction == null) {
      return versions.isEmpty() ? reason : "since " + all(versions, " and ") + ", " + reason;
    }
    boolean reads = direction == Direction.NEW_READS_OLD;
    String reader = consumers(reads ? List.of(candidate) : versions);
    String written = all(reads ? versions : List.of(candidate), " or ");
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
                  observation.origin() == Origin.DECODER ? "; the registry does not see it" : "");
    };
  }

  private static String consumers(List<String> labels) {
    boolean numbered = labels.stream().allMatch(l -> l.startsWith(NUMBERED));
    if (labels.size() == 1) {
      return numbered
          ? "a " + labels.get(0) + " consumer"
          : "a consumer built with " + labels.get(0);
    }
    return numbered
        ? all(labels, " and ") + " consumers"
        : "consumers built with " + all(labels, " and ");
  }

  /** {@code version 1, 2 or 3}, or the names one after the other. */
  private static String all(List<String> labels, String conjunction) {
    if (labels.stream().allMatch(l -> l.startsWith(NUMBERED))) {
      List<String> numbers = labels.stream().map(l -> l.substring(NUMBERED.length())).toList();
      return NUMBERED + WordList.of(numbers, conjunction);
    }
    return WordList.of(labels, conjunction);
  }
}
