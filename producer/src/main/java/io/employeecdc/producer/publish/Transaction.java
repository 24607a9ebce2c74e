package io.employeecdc.producer.publish;

import io.employeecdc.producer.capture.ChangeBatch;
import java.time.Duration;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * What was sent in one Kafka transaction, the position aside.
 *
 * <p>It is the callback of its records too, and remembers why the first of them failed: what is
 * sent or committed after that only says that one did.
 */
public final class Transaction implements Callback {
  private final long beginNanos = System.nanoTime();
  private long changes;
  private long tombstones;
  private long bytes;
  private volatile Exception firstFailure;
  private volatile long positionOffset;

  Transaction() {}

  void add(ChangeBatch batch) {
    changes += batch.changes();
    tombstones += batch.records() - batch.changes();
    bytes += batch.bytes();
  }

  /** Changes, without the tombstones. */
  public long changes() {
    return changes;
  }

  public long tombstones() {
    return tombstones;
  }

  /** Bytes of all values. */
  public long bytes() {
    return bytes;
  }

  /** Since it was begun. */
  public Duration age() {
    return Duration.ofNanos(System.nanoTime() - beginNanos);
  }

  @Override
  public void onCompletion(RecordMetadata written, Exception failure) {
    if (failure != null && firstFailure == null) {
      firstFailure = failure;
    }
  }

  /** The callback of the position, which ends the transaction. */
  Callback ofPosition() {
    return (written, failure) -> {
      onCompletion(written, failure);
      if (failure == null) {
        positionOffset = written.offset();
      }
    };
  }

  /** Where the position was written. */
  long positionOffset() {
    return positionOffset;
  }

  /** Why the first record failed, if one failed before what failed now. */
  RuntimeException causing(RuntimeException now) {
    if (firstFailure instanceof RuntimeException reason && reason != now) {
      reason.addSuppressed(now);
      return reason;
    }
    return now;
  }
}
