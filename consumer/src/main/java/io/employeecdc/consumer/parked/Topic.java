package io.employeecdc.consumer.parked;

import io.employeecdc.consumer.apply.Origin;
import io.employeecdc.consumer.failure.Cause;
import io.employeecdc.consumer.failure.OutageException;
import java.util.List;
import java.util.Map;

/** What settling asks of Kafka. */
public interface Topic {
  /** Of all partitions of the topic, their ends, with what lies in open transactions. */
  Map<Integer, Long> ends() throws OutageException;

  /** Writes dead letters; perhaps once more if it was not told that it had. */
  void giveUp(List<GivenUp> changes) throws OutageException;

  /** A parked change that can no longer be applied. */
  record GivenUp(Origin origin, Cause cause) {}
}
