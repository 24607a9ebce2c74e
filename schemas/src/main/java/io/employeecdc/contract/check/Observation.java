package io.employeecdc.contract.check;

import io.employeecdc.contract.avsc.Position;

/**
 * A finding about one pair of schemas, before its sentence is made and equal ones are merged.
 *
 * @param origin who objects to this pair
 * @param direction null if it is about both
 * @param reason why, as a clause that names the field or type
 */
record Observation(
    Rule rule,
    Origin origin,
    Direction direction,
    Position at,
    String path,
    String reason,
    String remedy) {
  Observation(
      Rule rule, Direction direction, Position at, String path, String reason, String remedy) {
    this(rule, rule.origin(), direction, at, path, reason, remedy);
  }

  /** True if this is an objection, not only worth knowing. */
  boolean objects() {
    return !rule.informs();
  }

  /** The same, where the registry has nothing against the pair. */
  Observation ofDecoderAlone() {
    return new Observation(rule, Origin.DECODER, direction, at, path, reason, remedy);
  }
}
