package io.employeecdc.operations.exporter;

import io.employeecdc.operations.cluster.ClusterProbe.State;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;

/**
 * What the brokers said last, under the names and labels that kafka_exporter gives, so that rules
 * and dashboards take either. All of a scrape is of one time.
 */
final class ClusterMetrics implements MultiCollector {
  private static final String[] PLACE = {"consumergroup", "topic", "partition"};

  private volatile Optional<Look> last = Optional.empty();

  private record Look(int brokers, State state) {}

  void show(int brokers, State state) {
    last = Optional.of(new Look(brokers, state));
  }

  /** Nothing is known now, and what was known would be taken for now. */
  void showNothing() {
    last = Optional.empty();
  }

  @Override
  public MetricSnapshots collect() {
    MetricSnapshots.Builder all = MetricSnapshots.builder();
    last.stream()
        .flatMap(ClusterMetrics::families)
        .forEach(family -> all.metricSnapshot(family.snapshot()));
    return all.build();
  }

  private static Stream<GaugeFamily> families(Look look) {
    GaugeFamily brokers = new GaugeFamily("kafka_brokers", "Brokers that are alive");
    brokers.add(look.brokers());
    return Stream.of(List.of(brokers), partitions(look.state()), groups(look.state()))
        .flatMap(List::stream);
  }

  private static List<GaugeFamily> partitions(State state) {
    GaugeFamily end = partitions("current_offset", "Offset that the next record gets");
    GaugeFamily begin = partitions("oldest_offset", "Oldest offset that is kept");
    GaugeFamily leader = partitions("leader", "Id of the broker that leads it; -1 if none does");
    GaugeFamily preferred =
        partitions("leader_is_preferred", "1 if the first of its replicas leads it");
    GaugeFamily replicas = partitions("replicas", "Copies that there should be");
    GaugeFamily inSync = partitions("in_sync_replica", "Copies that are in step");
    GaugeFamily underReplicated =
        partitions("under_replicated_partition", "1 if copies are not in step");
    for (TopicDescription topic : state.topics()) {
      for (TopicPartitionInfo info : topic.partitions()) {
        TopicPartition partition = new TopicPartition(topic.name(), info.partition());
        String[] of = {topic.name(), String.valueOf(info.partition())};
        int leaderId = info.leader() == null ? -1 : info.leader().id();
        end.addIfKnown(state.ends().get(partition), of);
        begin.addIfKnown(state.begins().get(partition), of);
        leader.add(leaderId, of);
        preferred.add(leaderId >= 0 && leaderId == info.replicas().get(0).id() ? 1 : 0, of);
        replicas.add(info.replicas().size(), of);
        inSync.add(info.isr().size(), of);
        underReplicated.add(info.isr().size() < info.replicas().size() ? 1 : 0, of);
      }
    }
    return List.of(end, begin, leader, preferred, replicas, inSync, underReplicated);
  }

  private static GaugeFamily partitions(String name, String help) {
    return new GaugeFamily("kafka_topic_partition_" + name, help, "topic", "partition");
  }

  private static List<GaugeFamily> groups(State state) {
    GaugeFamily members =
        new GaugeFamily("kafka_consumergroup_members", "Members of the group", "consumergroup");
    GaugeFamily committed =
        new GaugeFamily("kafka_consumergroup_current_offset", "Where the group goes on", PLACE);
    GaugeFamily lag =
        new GaugeFamily("kafka_consumergroup_lag", "Offsets from there to the end", PLACE);
    for (ConsumerGroupDescription group : state.groups().values()) {
      members.add(group.members().size(), group.groupId());
      state
          .committed()
          .getOrDefault(group.groupId(), Map.of())
          .forEach(
              (partition, done) -> {
                if (done != null) {
                  String number = String.valueOf(partition.partition());
                  String[] of = {group.groupId(), partition.topic(), number};
                  Long end = state.ends().get(partition);
                  committed.add(done.offset(), of);
                  lag.addIfKnown(end == null ? null : Math.max(0, end - done.offset()), of);
                }
              });
    }
    return List.of(members, committed, lag);
  }

  private static final class GaugeFamily {
    private final GaugeSnapshot.Builder values;
    private final String[] labels;

    GaugeFamily(String name, String help, String... labels) {
      this.values = GaugeSnapshot.builder().name(name).help(help);
      this.labels = labels;
    }

    void add(long value, String... of) {
      values.dataPoint(
          GaugeDataPointSnapshot.builder()
              .labels(Labels.of(labels, of))
              .value((double) value)
              .build());
    }

    void addIfKnown(Long value, String... of) {
      if (value != null) {
        add(value, of);
      }
    }

    GaugeSnapshot snapshot() {
      return values.build();
    }
  }
}
