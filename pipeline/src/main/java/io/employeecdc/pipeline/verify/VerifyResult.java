package io.employeecdc.pipeline.verify;

/**
 * How source and target compare.
 *
 * @param missing keys that only the source has
 * @param extra keys that only the target has
 * @param different keys that both have, with another row
 */
public record VerifyResult(
    long sourceRows,
    long targetRows,
    DifferingKeys missing,
    DifferingKeys extra,
    DifferingKeys different) {

  public boolean equal() {
    return missing.count() == 0 && extra.count() == 0 && different.count() == 0;
  }

  /** {@code equal} or {@code different}, as reports say it. */
  public String verdict() {
    return equal() ? "equal" : "different";
  }
}
