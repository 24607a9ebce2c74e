package io.employeecdc.operations.verify;

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

  /**
   * What became of keys that were neither equal nor truly different at first sight.
   *
   * @param settled how many turned out to be equal
   * @param inFlight those of which it could not be told in time
   * @param waitingFor what was waited for when the time was over; empty if nothing
   */
  public record Unsettled(long settled, DifferingKeys inFlight, String waitingFor) {
    static final Unsettled NOTHING = new Unsettled(0, DifferingKeys.NONE, "");
  }

  static VerifyResult of(
      Pass.Result compared, KeyTally.ByDifference differences, Unsettled unsettled) {
    return new VerifyResult(
        compared.sourceRows(),
        compared.targetRows(),
        differences.of(Difference.MISSING),
        differences.of(Difference.EXTRA),
        differences.of(Difference.DIFFERENT),
        unsettled,
        compared.through());
  }

  /** True if every key is proven equal; one that is still on its way is not. */
  public boolean equal() {
    return differences() == 0 && unsettled.inFlight().count() == 0;
  }

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
}
