package io.employeecdc.pipeline.exporter;

import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;

/** A gauge of one scrape, with a value for each set of labels. */
final class GaugeFamily {
  private final GaugeSnapshot.Builder values;
  private final String[] labels;

  /**
   * One without values.
   *
   * @param labels their names
   */
  GaugeFamily(String name, String help, String... labels) {
    this.values = GaugeSnapshot.builder().name(name).help(help);
    this.labels = labels;
  }

  /**
   * Adds a value.
   *
   * @param of what the labels say of it, in their order
   */
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
