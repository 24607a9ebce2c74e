package io.employeecdc.consumer.loop;

import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * How far a partition is read.
 *
 * @param next where the next record is looked for; no record is shown for some offsets before it
 * @param timestamp of the last record, which is when its change was made, in milliseconds since
 *     1970; 0 if none came
 */
record End(OffsetAndMetadata next, long timestamp) {
  /** Where no record came, or is not known. */
  static End at(OffsetAndMetadata next) {
    return new End(next, 0);
  }

  /** The same where this is the last record's. */
  End with(long lastTimestamp) {
    return new End(next, lastTimestamp);
  }

  /** The same, with the earlier end's record if none came since. */
  End after(End earlier) {
    return timestamp == 0 ? with(earlier.timestamp) : this;
  }
}
