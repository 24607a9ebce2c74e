package io.employeecdc.operations.status;

import java.util.List;
import java.util.Optional;

/**
 * What the brokers said.
 *
 * @param answers false if nothing at all was answered
 * @param problems what they did not answer, and why; empty if they answered all
 * @param partitions of the topic of changes, by number
 * @param deadLetters offsets of the dead-letter topic, among which markers of transactions are;
 *     empty if it is not known
 */
record KafkaAnswer(
    boolean answers,
    List<String> problems,
    List<Partition> partitions,
    GroupAnswer group,
    Optional<Long> deadLetters) {

  /**
   * A partition of the topic of changes. Offsets count transaction markers as well.
   *
   * @param leader the broker's id; negative if there is none
   * @param end the offset that the next record gets
   * @param committed where the group goes on; empty if it has not begun
   * @param owner the member that reads it; empty if nobody does
   */
  record Partition(
      int number,
      int leader,
      int inSync,
      int replicas,
      long begin,
      long end,
      Optional<Long> committed,
      Optional<String> owner) {
    /** Offsets that the group still has before it. */
    long lag() {
      return Math.max(0, end - committed.orElse(begin));
    }
  }
}
