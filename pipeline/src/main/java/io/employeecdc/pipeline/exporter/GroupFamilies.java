package io.employeecdc.pipeline.exporter;

import io.employeecdc.pipeline.exporter.ClusterLook.Group;
import io.employeecdc.pipeline.exporter.ClusterLook.Offset;
import java.util.List;

/** What is told of each group, and of each partition that it has read. */
final class GroupFamilies {
  private static final String[] PLACE = {"consumergroup", "topic", "partition"};

  private final GaugeFamily members =
      new GaugeFamily("kafka_consumergroup_members", "Members of the group", "consumergroup");
  private final GaugeFamily committed =
      new GaugeFamily("kafka_consumergroup_current_offset", "Where the group goes on", PLACE);
  private final GaugeFamily lag =
      new GaugeFamily("kafka_consumergroup_lag", "Offsets from there to the end", PLACE);

  void add(Group group) {
    members.add(group.members(), group.name());
    for (Offset offset : group.offsets()) {
      String[] of = {group.name(), offset.topic(), String.valueOf(offset.partition())};
      committed.add(offset.committed(), of);
      offset.lag().ifPresent(records -> lag.add(records, of));
    }
  }

  List<GaugeFamily> all() {
    return List.of(members, committed, lag);
  }
}
