package io.employeecdc.pipeline.exporter;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Optional;

/**
 * The last look, under the names and labels that kafka_exporter gives, so that rules and dashboards
 * take either. All of a scrape is of one look.
 */
final class ClusterMetrics implements MultiCollector {
  private volatile Optional<ClusterLook> last = Optional.empty();

  void show(ClusterLook look) {
    last = Optional.of(look);
  }

  /** Nothing is known now, and what was known would be taken for now. */
  void showNothing() {
    last = Optional.empty();
  }

  @Override
  public MetricSnapshots collect() {
    MetricSnapshots.Builder all = MetricSnapshots.builder();
    last.ifPresent(look -> add(look, all));
    return all.build();
  }

  private static void add(ClusterLook look, MetricSnapshots.Builder all) {
    all.metricSnapshot(
        new GaugeFamily("kafka_brokers", "Brokers that are alive").add(look.brokers()).snapshot());
    PartitionFamilies partitions = new PartitionFamilies();
    look.partitions().forEach(partitions::add);
    partitions.all().forEach(family -> all.metricSnapshot(family.snapshot()));
    GroupFamilies groups = new GroupFamilies();
    look.groups().forEach(groups::add);
    groups.all().forEach(family -> all.metricSnapshot(family.snapshot()));
  }
}
