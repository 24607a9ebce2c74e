package io.employeecdc.pipeline.exporter;

import io.employeecdc.pipeline.exporter.ClusterLook.Partition;
import java.util.List;

/** What is told of each partition. */
final class PartitionFamilies {
  private static final String PREFIX = "kafka_topic_partition_";

  private final GaugeFamily end = of("current_offset", "Offset that the next record gets");
  private final GaugeFamily begin = of("oldest_offset", "Oldest offset that is kept");
  private final GaugeFamily leader =
      of("leader", "Id of the broker that leads it; -1 if none does");
  private final GaugeFamily preferred =
      of("leader_is_preferred", "1 if the first of its replicas leads it");
  private final GaugeFamily replicas = of("replicas", "Copies that there should be");
  private final GaugeFamily inSync = of("in_sync_replica", "Copies that are in step");
  private final GaugeFamily underReplicated =
      of("under_replicated_partition", "1 if copies are not in step");

  void add(Partition partition) {
    String[] of = {partition.topic(), String.valueOf(partition.number())};
    partition.end().ifPresent(offset -> end.add(offset, of));
    partition.begin().ifPresent(offset -> begin.add(offset, of));
    leader.add(partition.leader(), of);
    preferred.add(partition.preferred() ? 1 : 0, of);
    replicas.add(partition.replicas(), of);
    inSync.add(partition.inSync(), of);
    underReplicated.add(partition.inSync() < partition.replicas() ? 1 : 0, of);
  }

  List<GaugeFamily> all() {
    return List.of(end, begin, leader, preferred, replicas, inSync, underReplicated);
  }

  private static GaugeFamily of(String name, String help) {
    return new GaugeFamily(PREFIX + name, help, "topic", "partition");
  }
}
