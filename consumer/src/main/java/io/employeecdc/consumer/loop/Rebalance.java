package io.employeecdc.consumer.loop;

import java.util.Collection;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;

/** What a rebalance does to this thread; called from within poll. */
final class Rebalance implements ConsumerRebalanceListener {
  private final Desk desk;
  private final Commits commits;
  private final Gate gate;

  Rebalance(Desk desk, Commits commits, Gate gate) {
    this.desk = desk;
    this.commits = commits;
    this.gate = gate;
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    gate.assigned();
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    commits.nowIfPossible();
    onPartitionsLost(partitions);
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> partitions) {
    commits.forget(partitions);
    desk.lose(partitions);
  }
}
