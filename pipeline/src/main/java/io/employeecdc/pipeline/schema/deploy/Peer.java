package io.employeecdc.pipeline.schema.deploy;

import java.util.OptionalInt;

/**
 * A running service, as its metrics say.
 *
 * @param version empty if it was built from a schema between two releases
 * @param incompleteRows of its target, that lack columns
 * @param old true if it says no version, as only builds from before version 2 do
 */
record Peer(
    String address, Service service, OptionalInt version, boolean old, long incompleteRows) {
  String describe() {
    return service.word()
        + " that "
        + does()
        + (old ? ", as it is too old to say its version" : "");
  }

  /** Such as {@code writes version 2}. */
  String does() {
    return service.relation()
        + (version.isPresent() ? " version " + version.getAsInt() : " an unreleased schema");
  }
}
