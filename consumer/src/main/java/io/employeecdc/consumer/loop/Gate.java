package io.employeecdc.consumer.loop;

import io.employeecdc.consumer.metrics.ConsumerMetrics;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Which partitions hand out records: none while a batch waits, and never those that are full of
 * waiting ones.
 */
final class Gate {
  private final Consumer<byte[], byte[]> consumer;
  private final ConsumerMetrics metrics;
  private boolean closed;
  private Set<TopicPartition> parked = Set.of();
  private int shown;

  Gate(Consumer<byte[], byte[]> consumer, ConsumerMetrics metrics) {
    this.consumer = consumer;
    this.metrics = metrics;
  }

  /** Shuts all partitions. */
  void close() {
    consumer.pause(consumer.assignment());
    if (!closed) {
      closed = true;
      metrics.paused(true);
    }
    show();
  }

  /** Opens all partitions but these. */
  void openAllBut(Set<TopicPartition> nowParked) {
    if (!closed && parked.equals(nowParked)) {
      // What a rebalance took away is paused no more.
      show();
      return;
    }
    parked = Set.copyOf(nowParked);
    Set<TopicPartition> open = new HashSet<>(consumer.assignment());
    open.removeAll(parked);
    Set<TopicPartition> shut = new HashSet<>(consumer.assignment());
    shut.removeAll(open);
    consumer.resume(open);
    consumer.pause(shut);
    if (closed) {
      closed = false;
      metrics.paused(false);
    }
    show();
  }

  /** Partitions came that know nothing of the gate. */
  void assigned() {
    if (closed) {
      close();
    }
  }

  private void show() {
    int paused = consumer.paused().size();
    metrics.pausedPartitions(paused - shown);
    shown = paused;
  }
}
