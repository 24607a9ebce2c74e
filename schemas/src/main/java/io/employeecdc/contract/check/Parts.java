package io.employeecdc.contract.check;

import io.employeecdc.contract.avsc.FieldSpot;
import io.employeecdc.contract.avsc.Spot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Finds every field of a schema, each record once. */
final class Parts {
  private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<FieldSpot> fields = new ArrayList<>();

  private Parts() {}

  static List<FieldSpot> fields(Spot root) {
    Parts parts = new Parts();
    parts.visit(root);
    return parts.fields;
  }

  private void visit(Spot spot) {
    switch (spot.schema().getType()) {
      case ARRAY -> visit(spot.items());
      case MAP -> visit(spot.values());
      case UNION -> spot.branches().forEach(this::visit);
      case RECORD -> {
        if (seen.add(spot.identity())) {
          for (FieldSpot field : spot.fields()) {
            fields.add(field);
            visit(field.type());
          }
        }
      }
      default -> {
        // No fields here.
      }
    }
  }
}
