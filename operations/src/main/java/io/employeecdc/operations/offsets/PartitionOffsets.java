package io.employeecdc.operations.offsets;

import java.util.OptionalLong;

/**
 * One partition of the topic of changes.
 *
 * @param start the first offset that the topic still has
 * @param end where the next record is written
 * @param group where the group goes on; empty if it has not begun
 * @param applied where the target says that it goes on; empty if it says nothing
 */
public record PartitionOffsets(
    int partition, long start, long end, OptionalLong group, OptionalLong applied) {
  /** Where the target goes on, as far as the topic has that. */
  long fromTarget() {
    return applied.orElse(start);
  }

  boolean topicHasIt() {
    return fromTarget() >= start && fromTarget() <= end;
  }
}
