package io.employeecdc.pipeline.status;

import io.employeecdc.pipeline.run.Meters;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Up to which moments of the source all is done, as the producer knows it; also while nothing
 * changes and while no consumer runs.
 *
 * @param published everything up to here is in the topic; empty if that is not known yet
 * @param applied everything up to here is in the target, or a dead letter; empty likewise
 */
record Through(Optional<Instant> published, Optional<Instant> applied) {
  static Through of(Meters producer) {
    return new Through(
        moment(producer, "cdc_published_through_timestamp_seconds"),
        moment(producer, "cdc_applied_through_timestamp_seconds"));
  }

  /** How far a moment is behind, as text. */
  static String behind(Optional<Instant> moment, Instant now) {
    return moment
        .map(known -> Duration.between(known, now).toMillis() / 1000.0)
        .map(seconds -> "all up to " + Words.time(Math.max(0, seconds)) + " ago")
        .orElse(Words.NONE);
  }

  private static Optional<Instant> moment(Meters producer, String meter) {
    return producer.series(meter).stream()
        .map(series -> Instant.ofEpochMilli(Math.round(series.value() * 1000)))
        .findFirst();
  }
}
