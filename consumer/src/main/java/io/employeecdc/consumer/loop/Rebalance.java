package io.employeecdc.consumer.loop;

import java.util.Collection;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;

/** What a rebalance does to this thread; called from within poll. */
final class Rebalance implements ConsumerRebalanceListener {
  private final BatchWorker worker;
  private final OffsetCommitter commits;
  private final PartitionPauser pauser;

  Rebalance(BatchWorker worker, OffsetCommitter commits, PartitionPauser pauser) {
    this.worker = worker;
    this.commits = commits;
    this.pauser = pauser;
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    pauser.assigned();
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    commits.nowIfPossible();
    onPartitionsLost(partitions);
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> partitions) {
    commits.forget(partitions);
    worker.lose(partitions);
  }
}
