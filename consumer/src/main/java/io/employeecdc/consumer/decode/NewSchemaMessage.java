package io.employeecdc.consumer.decode;

import io.employeecdc.contract.check.Reading;

/** Tells the operator of a schema that this consumer was not built for. */
final class NewSchemaMessage {
  private NewSchemaMessage() {}

  static String of(int id, String version, BuiltSchema built, Reading reading) {
    String what =
        version.equals("unknown")
            ? "a schema that is no released version (id %d)".formatted(id)
            : "schema version %s (id %d)".formatted(version, id);
    return "Records of %s arrive; this consumer was built for version %s and %s"
        .formatted(what, built.version(), consequence(reading));
  }

  private static String consequence(Reading reading) {
    String obstacles = String.join("; ", reading.obstacles());
    return switch (reading.extent()) {
      case ALL ->
          reading.ignored().isEmpty()
              ? "reads all of their fields"
              : "reads what it knows; fields it does not know are ignored: "
                  + String.join(", ", reading.ignored());
      case SOME -> "cannot read some of them, which become dead letters: " + obstacles;
      case NONE -> "cannot read them, so each becomes a dead letter: " + obstacles;
    };
  }
}
