package io.employeecdc.pipeline.verify;

/**
 * How source and target compare.
 *
 * @param missing keys that only the source has
 * @param extra keys that only the target has
 * @param different keys that both have, with another row
 * @param unsettled keys that changed while they were compared
 * @param through the moment of the source up to which all other keys are proven equal
 */
public record VerifyResult(
    long sourceRows,
    long targetRows,
    DifferingKeys missing,
    DifferingKeys extra,
    DifferingKeys different,
    Unsettled unsettled,
    VerifiedThrough through) {

  static VerifyResult of(Pass.Result compared, Tally differences, Unsettled unsettled) {
    return new VerifyResult(
        compared.sourceRows(),
        compared.targetRows(),
        differences.of(Kind.MISSING),
        differences.of(Kind.EXTRA),
        differences.of(Kind.DIFFERENT),
        unsettled,
        compared.through());
  }

  /** True if every key is proven equal; one that is still on its way is not. */
  public boolean equal() {
    return differences() == 0 && unsettled.inFlight().count() == 0;
  }

  /** Keys that truly differ. */
  public long differences() {
    return missing.count() + extra.count() + different.count();
  }

  /** {@code equal}, {@code different}, or {@code unsettled}, as reports say it. */
  public String verdict() {
    if (differences() > 0) {
      return "different";
    }
    return equal() ? "equal" : "unsettled";
  }

  /** The same with at most so many keys of each kind. */
  VerifyResult limitedTo(int keys) {
    return new VerifyResult(
        sourceRows,
        targetRows,
        missing.limitedTo(keys),
        extra.limitedTo(keys),
        different.limitedTo(keys),
        new Unsettled(
            unsettled.settled(), unsettled.inFlight().limitedTo(keys), unsettled.waitingFor()),
        through);
  }
}
