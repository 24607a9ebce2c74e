package io.employeecdc.schemacheck.rule;

import io.employeecdc.schemacheck.avsc.SchemaPart;
import io.employeecdc.schemacheck.avsc.TextPosition;

/**
 * A finding about one pair of schemas, before its sentence is made and equal ones are merged.
 *
 * @param origin who objects to this pair
 * @param direction null if it is about both
 * @param reason why, as a clause that names the field or type
 */
public record Observation(
    Rule rule,
    Objector origin,
    Direction direction,
    TextPosition at,
    String path,
    String reason,
    String remedy) {
  /** At an attribute of a part of the schema; "" is the part itself. */
  public Observation(
      Rule rule,
      Direction direction,
      SchemaPart part,
      String attribute,
      String reason,
      String remedy) {
    this(rule, rule.origin(), direction, part.at(attribute), part.path(), reason, remedy);
  }

  public boolean objects() {
    return !rule.informs();
  }

  /** The same, where the registry has nothing against the pair. */
  public Observation ofDecoderAlone() {
    return new Observation(rule, Objector.DECODER, direction, at, path, reason, remedy);
  }
}
