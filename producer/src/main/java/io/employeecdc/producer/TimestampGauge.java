package io.employeecdc.producer;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;

/**
 * A moment as Unix time in seconds. It is not shown before it is known, not even as NaN: who
 * remembers the value of an earlier process would take that for the last.
 */
final class TimestampGauge {
  private final MeterRegistry registry;
  private final String name;
  private final String description;
  private volatile Instant moment;

  TimestampGauge(MeterRegistry registry, String name, String description) {
    this.registry = registry;
    this.name = name;
    this.description = description;
  }

  /** Called by one thread. */
  void set(Instant now) {
    boolean first = moment == null;
    moment = now;
    if (first) {
      Gauge.builder(name, () -> moment.toEpochMilli() / 1000.0)
          .description(description)
          .register(registry);
    }
  }
}
