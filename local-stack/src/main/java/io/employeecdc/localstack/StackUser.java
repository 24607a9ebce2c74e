package io.employeecdc.localstack;

import java.util.Locale;

/**
 * Who connects to a secure stack. Each has a user of its name in Kafka and, where it needs one, a
 * role of its name in the databases. A stack that is not secure knows only the administrator.
 */
public enum StackUser {
  /** May do everything at the brokers; in the databases the owner, like {@link #SETUP}. */
  ADMIN,
  /** Owns both databases, creates tables and topics. */
  SETUP,
  /** Reads the capture table, writes changes. */
  PRODUCER,
  /** Reads changes, writes the target and dead letters. */
  CONSUMER,
  /** Reads both tables. */
  VERIFY,
  /** Reads dead letters; replays them into the target with the consumer's role. */
  DLQ,
  /** Describes all that the brokers have, and reads none of it; no role in the databases. */
  MONITOR;

  /** The name in Kafka and in the databases. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
