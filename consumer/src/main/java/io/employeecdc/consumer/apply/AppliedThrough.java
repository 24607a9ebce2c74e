package io.employeecdc.consumer.apply;

import java.util.Map;

/**
 * How far partitions are applied with a batch.
 *
 * @param topic whose partitions they are; empty if nothing is to be written
 * @param topicId given by the brokers when the topic was made
 */
public record AppliedThrough(String topic, String topicId, Map<Integer, Move> moves) {
  /** Of what is not read from the topic, such as a replay of dead letters. */
  public static final AppliedThrough NONE = new AppliedThrough("", "", Map.of());

  /**
   * Of one partition.
   *
   * @param begin from where it was read; all before must be in the target. 0 if that is not asked,
   *     as it is in the dead-letter topic
   * @param next where it will be read next
   * @param mayBeUnknown whether the target may know nothing of it
   */
  public record Move(long begin, long next, boolean mayBeUnknown) {}

  public AppliedThrough {
    moves = Map.copyOf(moves);
  }
}
