package io.employeecdc.consumer.loop;

import io.employeecdc.consumer.metrics.ConsumerMetrics;
import org.apache.kafka.clients.consumer.Consumer;

/** No partition hands out records while what is here is not done. */
final class PartitionPauser {
  private final Consumer<byte[], byte[]> consumer;
  private final ConsumerMetrics metrics;
  private boolean paused;
  private int shown;

  PartitionPauser(Consumer<byte[], byte[]> consumer, ConsumerMetrics metrics) {
    this.consumer = consumer;
    this.metrics = metrics;
  }

  void pause() {
    consumer.pause(consumer.assignment());
    set(true);
  }

  void resume() {
    if (paused) {
      consumer.resume(consumer.paused());
    }
    set(false);
  }

  /** Partitions came that know nothing of the pause. */
  void assigned() {
    if (paused) {
      pause();
    }
  }

  private void set(boolean nowPaused) {
    // What a rebalance took away is paused no more.
    int count = consumer.paused().size();
    metrics.paused(Boolean.compare(nowPaused, paused), count - shown);
    paused = nowPaused;
    shown = count;
  }
}
