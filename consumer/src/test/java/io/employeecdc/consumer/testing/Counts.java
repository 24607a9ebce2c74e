package io.employeecdc.consumer.testing;

import io.employeecdc.consumer.apply.Applied;
import io.employeecdc.consumer.apply.Effect;
import java.util.Collections;

/** What became of changes that went through. */
public record Counts(int applied, int duplicates, int superseded) {
  public static final Counts NONE = new Counts(0, 0, 0);

  public static Counts of(Applied applied) {
    return new Counts(
        Collections.frequency(applied.outcomes(), Effect.APPLIED),
        Collections.frequency(applied.outcomes(), Effect.DUPLICATE),
        Collections.frequency(applied.outcomes(), Effect.SUPERSEDED));
  }

  public Counts plus(Counts more) {
    return new Counts(
        applied + more.applied, duplicates + more.duplicates, superseded + more.superseded);
  }
}
