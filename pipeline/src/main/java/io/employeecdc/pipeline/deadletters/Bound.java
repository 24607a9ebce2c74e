package io.employeecdc.pipeline.deadletters;

import io.employeecdc.runtime.options.OptionReader;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** An end of a part of the topic. */
sealed interface Bound {
  /** By the offset in the dead-letter topic, the same for every partition. */
  record AtOffset(long offset) implements Bound {}

  /** By the time at which a letter was given up. */
  record AtTime(Instant time) implements Bound {}

  /** The option's text as a bound, or null if it is absent; a complaint if it is neither. */
  static Bound read(OptionReader options, String option, String text) {
    if (text == null) {
      return null;
    }
    if (text.matches("\\d{1,18}")) {
      return new AtOffset(Long.parseLong(text));
    }
    try {
      return new AtTime(Instant.parse(text));
    } catch (DateTimeParseException e) {
      options.complain(option, "neither a time such as 2026-11-22T10:00:00Z nor an offset");
      return null;
    }
  }

  /** Below 0 if the letter is before the bound, 0 if it is there; empty letters have no time. */
  default int compare(DeadLetter letter, int ifUnknown) {
    if (this instanceof AtTime at) {
      return letter.time().map(time -> time.compareTo(at.time())).orElse(ifUnknown);
    }
    return Long.compare(letter.place().offset(), ((AtOffset) this).offset());
  }

  /** True if nothing can be between the two; bounds of two kinds may have anything between. */
  static boolean isEmpty(Bound from, Bound to) {
    if (from instanceof AtTime first && to instanceof AtTime last) {
      return first.time().isAfter(last.time());
    }
    return from instanceof AtOffset first
        && to instanceof AtOffset last
        && first.offset() > last.offset();
  }
}
