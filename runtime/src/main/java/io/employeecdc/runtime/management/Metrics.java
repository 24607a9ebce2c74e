package io.employeecdc.runtime.management;

import io.employeecdc.runtime.build.BuildVersion;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;

public final class Metrics implements AutoCloseable {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final String service;
  private final JvmGcMetrics collections = new JvmGcMetrics();

  /** A registry with the meters of the JVM. */
  public Metrics(String service) {
    this.service = service;
    registry.config().commonTags("service", service).meterFilter(new HelpForAll());
    new ClassLoaderMetrics().bindTo(registry);
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    new UptimeMetrics().bindTo(registry);
    collections.bindTo(registry);
    info("cdc_build", "The version of this program, as a label", "version", BuildVersion.text());
  }

  /** Kafka's clients describe some of their metrics with nothing. */
  private static final class HelpForAll implements MeterFilter {
    @Override
    public Meter.Id map(Meter.Id id) {
      return id.getDescription() != null && !id.getDescription().isBlank()
          ? id
          : new Meter.Id(
              id.getName(),
              Tags.of(id.getTagsAsIterable()),
              id.getBaseUnit(),
              id.getName().replace('.', ' ') + ", as its library counts it",
              id.getType());
    }
  }

  /**
   * Shows facts as labels of a metric that is always 1.
   *
   * @param name without {@code _info}, which Prometheus puts at its end
   * @param labels names and values in turn
   */
  public void info(String name, String help, String... labels) {
    InfoSnapshot snapshot =
        InfoSnapshot.builder()
            .name(name)
            .help(help)
            .dataPoint(
                InfoSnapshot.InfoDataPointSnapshot.builder()
                    .labels(Labels.of("service", service).merge(Labels.of(labels)))
                    .build())
            .build();
    registry.getPrometheusRegistry().register(() -> snapshot);
  }

  /** Shows whose changes these are, so that nobody takes them for another pipeline's. */
  public void worksOn(String topic, String group) {
    info("cdc_pipeline", "The topic and the consumers' group", "topic", topic, "group", group);
  }

  public PrometheusMeterRegistry registry() {
    return registry;
  }

  @Override
  public void close() {
    collections.close();
    registry.close();
  }
}
