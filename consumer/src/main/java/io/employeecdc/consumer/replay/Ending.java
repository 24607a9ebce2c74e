package io.employeecdc.consumer.replay;

import io.employeecdc.consumer.deadletter.DeadLetter;
import io.employeecdc.consumer.failure.OutageException;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** What follows a batch whose effect is in the target. */
interface Ending {
  /**
   * Keeps what failed again and where the group has got to, all or none.
   *
   * @throws OutageException if it may work later; to be called again with the same
   */
  void finish(List<DeadLetter> again, Map<TopicPartition, OffsetAndMetadata> reached)
      throws OutageException;

  /** Keeps nothing. */
  static Ending none() {
    return (again, reached) -> {};
  }
}
