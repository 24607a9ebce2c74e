package io.employeecdc.consumer.apply;

import java.util.List;

/**
 * What became of a batch.
 *
 * @param outcomes of the changes, in their order
 * @param overtaken changes that had been parked before, and a newer one of their row is now
 * @param someParked whether any change of whomever is parked
 */
public record Applied(List<Outcome> outcomes, int overtaken, boolean someParked) {
  public static final Applied NOTHING = new Applied(List.of(), 0, false);

  public List<Outcome.Failed> failed() {
    return outcomes.stream()
        .filter(Outcome.Failed.class::isInstance)
        .map(Outcome.Failed.class::cast)
        .toList();
  }
}
