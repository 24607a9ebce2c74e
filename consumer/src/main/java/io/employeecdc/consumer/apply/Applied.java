package io.employeecdc.consumer.apply;

import java.util.List;

/**
 * What became of a batch.
 *
 * @param outcomes of the changes, in their order
 * @param ended what became of changes that had been parked before
 * @param someParked whether any change of whomever was parked before the end, or is
 */
public record Applied(List<Outcome> outcomes, Ended ended, boolean someParked) {
  /** Of no change. */
  public static final Applied NOTHING = new Applied(List.of(), Ended.NONE, false);

  /** Those that failed. */
  public List<Outcome.Failed> failed() {
    return outcomes.stream()
        .filter(Outcome.Failed.class::isInstance)
        .map(Outcome.Failed.class::cast)
        .toList();
  }

  /**
   * Parked changes that need not wait any more, as a newer change of their employee came, or
   * themselves once more.
   */
  public record Ended(int duplicates, int superseded) {
    public static final Ended NONE = new Ended(0, 0);

    public Ended plus(Ended more) {
      return new Ended(duplicates + more.duplicates, superseded + more.superseded);
    }

    public int total() {
      return duplicates + superseded;
    }
  }
}
