package io.employeecdc.consumer.apply;

import java.util.Set;

/** The target does not know how far partitions have been applied: {@link AppliedOffsets#begin}. */
public final class UnknownOffsetsException extends Exception {
  private final Set<Integer> partitions;

  UnknownOffsetsException(Set<Integer> partitions) {
    super("partitions " + partitions + " are not in applied_offsets");
    this.partitions = Set.copyOf(partitions);
  }

  public Set<Integer> partitions() {
    return partitions;
  }
}
