package io.employeecdc.producer;

import io.employeecdc.producer.publish.Transaction;
import java.time.Duration;
import java.time.Instant;

/** What the loop tells about itself; the loop knows no metrics library. */
interface ProducerMetrics {
  /** Changes were read from the capture table; again, if they could not be published before. */
  void read(long changes, Duration took);

  /** A transaction is committed in the topic. */
  void published(Transaction transaction);

  /** What the current difference still holds, as far as is known. */
  void backlog(long rows, Duration age);

  /** Everything that was committed in the source up to this moment is committed in the topic. */
  void publishedThrough(Instant moment);

  /** A round failed and will be tried again. */
  void retried(String reason);
}
