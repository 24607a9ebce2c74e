package io.employeecdc.consumer.failure;

import java.util.Locale;

/** Why a record is not a change that can be applied. */
public enum DecodeFault {
  NO_KEY,
  WRONG_KEY,
  NOT_WIRE_FORMAT,
  UNKNOWN_SCHEMA,
  /** The registry has the schema, and this consumer cannot read what it writes. */
  UNREADABLE_SCHEMA,
  /** Its value or key was left out when it was read. */
  TOO_LARGE,
  /** An operator let the consumers step over it, together with one that they could not read. */
  STEPPED_OVER,
  WRONG_TYPE,
  MALFORMED,
  TRAILING_BYTES,
  UNKNOWN_ACTION,
  NO_ROW;

  /** The fault as a metric's label. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
