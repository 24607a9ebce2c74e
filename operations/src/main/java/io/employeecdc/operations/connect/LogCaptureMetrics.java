package io.employeecdc.operations.connect;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** Slot and connector as they were at the last look; a value that is not known is none. */
final class LogCaptureMetrics {
  /** Ends of the log that have not been published yet; one for each look, for hours. */
  private static final int MOST_MOMENTS = 10_000;

  private final Deque<Slot> moments = new ArrayDeque<>();
  private volatile Slot slot;
  private volatile ConnectorState connector;
  private volatile double through = Double.NaN;

  LogCaptureMetrics(MeterRegistry registry) {
    ofSlot(registry, "slot_retained_bytes", "Bytes of the log kept for the slot", Slot::retained);
    ofSlot(registry, "behind_bytes", "Bytes of the log that are not published", Slot::behind);
    ofSlot(registry, "slot_active", "1 if the slot is read", s -> s.active() ? 1 : 0);
    ofSlot(registry, "slot_lost", "1 if what the slot had not sent is gone", s -> s.lost() ? 1 : 0);
    ofConnector(registry, "connector_running", "1 if the connector runs", c -> c.connector());
    ofConnector(registry, "task_running", "1 if the connector's task runs", c -> c.task());
    Gauge.builder("cdc.published.through.timestamp.seconds", () -> through)
        .description("All that the source committed up to this moment is in the topic")
        .register(registry);
  }

  /** Null for what did not answer or is not there. */
  void show(Slot seen, ConnectorState said) {
    slot = seen;
    connector = said;
    if (seen == null) {
      return;
    }
    moments.add(seen);
    while (!moments.isEmpty() && moments.peek().end() <= seen.done()) {
      through = moments.remove().at().toEpochMilli() / 1000.0;
    }
    if (moments.size() > MOST_MOMENTS) {
      moments.removeLast();
    }
  }

  private void ofSlot(
      MeterRegistry registry, String name, String help, ToDoubleFunction<Slot> value) {
    Gauge.builder("cdc.log." + name.replace('_', '.'), () -> slot == null ? Double.NaN : value.applyAsDouble(slot))
        .description(help)
        .register(registry);
  }

  private void ofConnector(
      MeterRegistry registry,
      String name,
      String help,
      Function<ConnectorState, String> state) {
    Gauge.builder(
            "cdc.log." + name.replace('_', '.'),
            () -> connector != null && state.apply(connector).equals("RUNNING") ? 1 : 0)
        .description(help)
        .register(registry);
  }
}
