package io.employeecdc.consumer;

import java.util.Map;

/** Limits of our sessions in the target, as settings of the driver. */
final class TargetSession {
  /**
   * A consumer that stands still in a transaction (a stopped process, a lost network) keeps its
   * rows locked from its successor: the server ends its transaction, and whoever waits for a lock
   * tries again later rather than hang.
   */
  static final Map<String, String> LIMITS =
      Map.of("options", "-c lock_timeout=10s -c idle_in_transaction_session_timeout=20s");

  private TargetSession() {}
}
