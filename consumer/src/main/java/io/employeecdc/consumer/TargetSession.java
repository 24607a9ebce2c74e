package io.employeecdc.consumer;

/** Limits of our sessions in the target; run on each new connection. */
public final class TargetSession {
  /**
   * A consumer that stands still in a transaction (a stopped process, a lost network) keeps its
   * rows locked from its successor: the server ends its transaction, and whoever waits for a lock
   * tries again later rather than hang.
   *
   * <p>And indexes only: the server keeps the plans of our few statements, made for the size that
   * it last knew. In a table that was small then, it would compare every row with every key of a
   * batch, which takes a thousand times longer once the table has grown.
   */
  public static final String LIMITS =
      "set lock_timeout = '10s'; set idle_in_transaction_session_timeout = '20s';"
          + " set enable_seqscan = off; set jit = off";

  private TargetSession() {}
}
