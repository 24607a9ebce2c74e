package io.employeecdc.operations.exporter;

import io.employeecdc.operations.cluster.ClusterProbe.State;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;

/**
 * What the brokers said last, under the names and labels that kafka_exporter gives, so that rules
 * and dashboards take either. All of a scrape is of one time.
 */
final class ClusterMetrics implements MultiCollector {
  private volatile MetricSnapshots last = new MetricSnapshots();

  void show(int brokers, State state) {
    Gauges gauges = new Gauges();
    gauges.add("kafka_brokers", "Brokers that are alive", brokers);
    for (TopicDescription topic : state.topics()) {
      topic.partitions().forEach(info -> add(topic.name(), info, state, gauges));
    }
    state.groups().values().forEach(group -> add(group, state, gauges));
    last = gauges.snapshots();
  }

  /** Nothing is known now, and what was known would be taken for now. */
  void showNothing() {
    last = new MetricSnapshots();
  }

  @Override
  public MetricSnapshots collect() {
    return last;
  }

  private static void add(String topic, TopicPartitionInfo info, State state, Gauges gauges) {
    String prefix = "kafka_topic_partition_";
    TopicPartition partition = new TopicPartition(topic, info.partition());
    String[] of = {"topic", topic, "partition", String.valueOf(info.partition())};
    int leader = info.leader() == null ? -1 : info.leader().id();
    int replicas = info.replicas().size();
    int inSync = info.isr().size();
    gauges.add(
        prefix + "current_offset",
        "Offset that the next record gets",
        state.ends().get(partition),
        of);
    gauges.add(
        prefix + "oldest_offset", "Oldest offset that is kept", state.begins().get(partition), of);
    gauges.add(prefix + "leader", "Id of the broker that leads it; -1 if none does", leader, of);
    gauges.add(
        prefix + "leader_is_preferred",
        "1 if the first of its replicas leads it",
        leader >= 0 && leader == info.replicas().get(0).id() ? 1 : 0,
        of);
    gauges.add(prefix + "replicas", "Copies that there should be", replicas, of);
    gauges.add(prefix + "in_sync_replica", "Copies that are in step", inSync, of);
    gauges.add(
        prefix + "under_replicated_partition",
        "1 if copies are not in step",
        inSync < replicas ? 1 : 0,
        of);
  }

  private static void add(ConsumerGroupDescription group, State state, Gauges gauges) {
    String prefix = "kafka_consumergroup_";
    String id = group.groupId();
    gauges.add(
        prefix + "members", "Members of the group", group.members().size(), "consumergroup", id);
    state
        .committed()
        .getOrDefault(id, Map.of())
        .forEach(
            (partition, done) -> {
              String number = String.valueOf(partition.partition());
              String[] of = {"consumergroup", id, "topic", partition.topic(), "partition", number};
              Long end = state.ends().get(partition);
              Long lag = end == null ? null : (Long) Math.max(0, end - done);
              gauges.add(prefix + "current_offset", "Where the group goes on", done, of);
              gauges.add(prefix + "lag", "Offsets from there to the end", lag, of);
            });
  }

  private static final class Gauges {
    private final Map<String, GaugeSnapshot.Builder> byName = new LinkedHashMap<>();

    /** A value, if it is known, with the names and values of its labels. */
    void add(String name, String help, Number value, String... labels) {
      GaugeSnapshot.Builder gauge =
          byName.computeIfAbsent(name, one -> GaugeSnapshot.builder().name(one).help(help));
      if (value != null) {
        gauge.dataPoint(
            GaugeDataPointSnapshot.builder()
                .labels(Labels.of(labels))
                .value(value.doubleValue())
                .build());
      }
    }

    MetricSnapshots snapshots() {
      MetricSnapshots.Builder all = MetricSnapshots.builder();
      byName.values().forEach(gauge -> all.metricSnapshot(gauge.build()));
      return all.build();
    }
  }
}
