package io.employeecdc.operations.exporter;

import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;

final class GaugeFamily {
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

  /** Adds a value that may be null, which is not known. */
  void addIfKnown(Long value, String... of) {
    if (value != null) {
      add(value, of);
    }
  }

  GaugeSnapshot snapshot() {
    return values.build();
  }
}
