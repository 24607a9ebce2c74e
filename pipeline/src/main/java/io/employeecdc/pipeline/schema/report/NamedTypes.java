package io.employeecdc.pipeline.schema.report;

import io.employeecdc.contract.avsc.Spot;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;

/**
 * Finds every record, enum and fixed of a schema, each once: a recursive schema ends, and one whose
 * types are used in many places does not grow.
 */
final class NamedTypes {
  private NamedTypes() {}

  /** By full name; what is nearest to the root comes first. */
  static Map<String, Spot> of(Spot root) {
    Map<String, Spot> found = new LinkedHashMap<>();
    Queue<Spot> open = new ArrayDeque<>();
    open.add(root);
    while (!open.isEmpty()) {
      Spot spot = open.remove();
      switch (spot.schema().getType()) {
        case ARRAY -> open.add(spot.items());
        case MAP -> open.add(spot.values());
        case UNION -> open.addAll(spot.branches());
        case ENUM, FIXED -> found.putIfAbsent(spot.schema().getFullName(), spot);
        case RECORD -> {
          if (found.putIfAbsent(spot.schema().getFullName(), spot) == null) {
            spot.fields().forEach(field -> open.add(field.type()));
          }
        }
        default -> {
          // Has neither a name nor parts.
        }
      }
    }
    return found;
  }
}
