package io.employeecdc.pipeline.status;

import io.employeecdc.pipeline.output.TextTable;
import io.employeecdc.pipeline.status.KafkaLook.Partition;
import java.util.List;

/** The topic's partitions, a line each. */
final class PartitionTable {
  private PartitionTable() {}

  static List<String> lines(KafkaLook kafka) {
    TextTable table =
        new TextTable(
            ">PARTITION", ">LEADER", ">IN SYNC", ">END", ">COMMITTED", ">BEHIND", "READ BY");
    for (Partition partition : kafka.partitions()) {
      table.add(
          partition.number(),
          partition.leader() < 0 ? "none" : partition.leader(),
          partition.inSync() + "/" + partition.replicas(),
          "%,d".formatted(partition.end()),
          partition.committed().isPresent()
              ? "%,d".formatted(partition.committed().getAsLong())
              : Words.NONE,
          "%,d".formatted(partition.lag()),
          partition.owner().map(Words::printable).orElse("nobody"));
    }
    return table.lines();
  }
}
