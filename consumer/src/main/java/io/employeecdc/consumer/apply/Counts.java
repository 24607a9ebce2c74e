package io.employeecdc.consumer.apply;

import java.util.Collections;
import java.util.List;

/**
 * What became of changes that went through.
 *
 * @param applied took effect, by themselves or through a newer change of the same batch
 * @param duplicates had been through before
 * @param superseded came for the first time, after a newer change of their employee
 */
public record Counts(int applied, int duplicates, int superseded) {
  public static final Counts NONE = new Counts(0, 0, 0);

  /** As many of each as there are in the list. */
  public static Counts of(List<Effect> effects) {
    return new Counts(
        Collections.frequency(effects, Effect.APPLIED),
        Collections.frequency(effects, Effect.DUPLICATE),
        Collections.frequency(effects, Effect.SUPERSEDED));
  }

  public Counts plus(Counts more) {
    return new Counts(
        applied + more.applied, duplicates + more.duplicates, superseded + more.superseded);
  }
}
