package io.employeecdc.operations.connect;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** Slot and connector as they were at the last look; a value that is not known is none. */
final class LogCaptureMetrics {
  /** Ends of the log that have not been published yet; one for each look, for hours. */
  private static final int MOST_MOMENTS = 10_000;

  private final Deque<ReplicationSlot> moments = new ArrayDeque<>();
  private volatile ReplicationSlot slot;
  private volatile ConnectorState connector;
  private final MeterRegistry registry;
  private volatile Instant published;
  private volatile Instant applied;

  LogCaptureMetrics(MeterRegistry registry) {
    this.registry = registry;
    ofSlot("slot.retained.bytes", "Bytes of the log kept for the slot", ReplicationSlot::retained);
    ofSlot("behind.bytes", "Bytes of the log that are not published", ReplicationSlot::behind);
    ofSlot("slot.active", "1 if the slot is read", s -> s.active() ? 1 : 0);
    ofSlot("slot.lost", "1 if changes are lost to the slot", s -> s.lost() ? 1 : 0);
    running("connector", "1 if the connector runs", ConnectorState::connector);
    running("task", "1 if the connector's task runs", ConnectorState::task);
  }

  /** Null for what did not answer or is not there. */
  void show(ReplicationSlot seen, ConnectorState said) {
    slot = seen;
    connector = said;
    if (seen == null) {
      return;
    }
    moments.add(seen);
    while (!moments.isEmpty() && moments.peek().end() <= seen.done()) {
      Instant moment = moments.remove().at();
      boolean first = published == null;
      published = moment;
      if (first) {
        through("published", "is in the topic", () -> published);
      }
    }
    if (moments.size() > MOST_MOMENTS) {
      moments.removeLast();
    }
  }

  Optional<Instant> publishedThrough() {
    return Optional.ofNullable(published);
  }

  /** The group has done everything up to there. */
  void appliedThrough(Instant moment) {
    boolean first = applied == null;
    applied = moment;
    if (first) {
      through("applied", "has been done by the group", () -> applied);
    }
  }

  /** As the producer says it; absent until it is known. */
  private void through(String what, String is, Supplier<Instant> moment) {
    gauge(
        what + ".through.timestamp.seconds",
        "Up to this moment of the source everything " + is,
        () -> moment.get().toEpochMilli() / 1000.0);
  }

  private void ofSlot(String name, String help, ToDoubleFunction<ReplicationSlot> value) {
    gauge("log." + name, help, () -> slot == null ? Double.NaN : value.applyAsDouble(slot));
  }

  private void running(String name, String help, Function<ConnectorState, String> state) {
    gauge(
        "log." + name + ".running",
        help,
        () -> connector != null && state.apply(connector).equals("RUNNING") ? 1 : 0);
  }

  private void gauge(String name, String help, Supplier<Number> value) {
    Gauge.builder("cdc." + name, value).description(help).register(registry);
  }
}
