package io.employeecdc.pipeline.deadletters;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** What dead letters are grouped by in time, in UTC. */
enum Period {
  HOUR("uuuu-MM-dd HH:00"),
  DAY("uuuu-MM-dd");

  private final DateTimeFormatter format;

  Period(String pattern) {
    format = DateTimeFormatter.ofPattern(pattern).withZone(ZoneOffset.UTC);
  }

  /** The one that the time is in, or a hyphen. */
  String of(Optional<Instant> time) {
    return time.map(format::format).orElse("-");
  }
}
