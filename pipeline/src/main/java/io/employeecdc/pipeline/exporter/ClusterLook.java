package io.employeecdc.pipeline.exporter;

import java.util.List;
import java.util.OptionalLong;

/**
 * What the brokers said of all that the client may describe.
 *
 * @param brokers that are alive
 */
record ClusterLook(int brokers, List<Partition> partitions, List<Group> groups) {
  /**
   * A partition of any topic. Offsets count transaction markers as well.
   *
   * @param leader the broker's id; negative if there is none
   * @param preferred whether the first of its replicas leads it
   * @param begin the oldest offset that is kept; empty if its leader did not say
   * @param end the offset that the next record gets; empty likewise
   */
  record Partition(
      String topic,
      int number,
      int leader,
      boolean preferred,
      int replicas,
      int inSync,
      OptionalLong begin,
      OptionalLong end) {}

  /** A group of consumers. */
  record Group(String name, int members, List<Offset> offsets) {}

  /**
   * Where a group goes on in a partition.
   *
   * @param lag offsets from there to the end; empty if the end is not known
   */
  record Offset(String topic, int partition, long committed, OptionalLong lag) {}
}
