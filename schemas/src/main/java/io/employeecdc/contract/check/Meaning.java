package io.employeecdc.contract.check;

import io.employeecdc.contract.avsc.Position;
import io.employeecdc.contract.avsc.Spot;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.Schema;

/** Compares logical types, which neither Avro's check nor the registry looks at. */
final class Meaning {
  private Meaning() {}

  /** What differs in the meaning of two types whose values are read as one another's. */
  static Optional<Observation> compare(Spot was, Spot now) {
    if (!sameValues(was.schema(), now.schema())) {
      // The types differ already, which says more.
      return Optional.empty();
    }
    String before = was.schema().getProp("logicalType");
    String after = now.schema().getProp("logicalType");
    if (!Objects.equals(before, after)) {
      return Optional.of(changed(now, before, after));
    }
    return "decimal".equals(after) ? decimal(was, now) : Optional.empty();
  }

  private static boolean sameValues(Schema was, Schema now) {
    return was.getType() == now.getType() || ReadWalk.widens(was, now) || ReadWalk.widens(now, was);
  }

  private static Observation changed(Spot now, String before, String after) {
    String subject = Words.quoted(now.subject());
    String type = now.schema().getType().getName();
    String reason;
    if (before == null) {
      reason =
          "%s was a plain %s and is %s: values keep their bytes and get another meaning"
              .formatted(subject, type, after);
    } else if (after == null) {
      reason =
          "%s was %s and is a plain %s: values keep their bytes and lose their meaning"
              .formatted(subject, before, type);
    } else {
      reason =
          "%s was %s and is %s: values keep their bytes and get another meaning"
              .formatted(subject, before, after);
    }
    String remedy =
        before == null
            ? "take out the logical type"
            : "put back \"logicalType\": \"%s\"".formatted(before);
    return observation(Rule.LOGICAL_TYPE_CHANGED, now, now.at("logicalType"), reason, remedy);
  }

  private static Optional<Observation> decimal(Spot was, Spot now) {
    String before = size(was.schema());
    String after = size(now.schema());
    if (before.equals(after)) {
      return Optional.empty();
    }
    boolean scale = scale(was.schema()) != scale(now.schema());
    Position at = scale ? now.at("scale") : now.at("precision");
    return Optional.of(
        observation(
            Rule.DECIMAL_CHANGED,
            now,
            at,
            "%s was decimal(%s) and is decimal(%s): %s"
                .formatted(
                    Words.quoted(now.subject()),
                    before,
                    after,
                    scale
                        ? "the same bytes are another number"
                        : "not every value of one fits into the other"),
            "put back decimal(%s)".formatted(before)));
  }

  private static String size(Schema schema) {
    Object precision = schema.getObjectProp("precision");
    return precision + "," + scale(schema);
  }

  private static int scale(Schema schema) {
    return schema.getObjectProp("scale") instanceof Number number ? number.intValue() : 0;
  }

  private static Observation observation(
      Rule rule, Spot now, Position at, String reason, String remedy) {
    return new Observation(rule, null, at, now.path(), reason, remedy + Words.another(now));
  }
}
