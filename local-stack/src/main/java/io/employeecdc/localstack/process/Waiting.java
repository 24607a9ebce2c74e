package io.employeecdc.localstack.process;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for a condition outside of this process, which can only be asked again and again. */
public final class Waiting {
  private static final long PAUSE_MILLIS = 25;

  private Waiting() {}

  /** Whether the condition came true in time. */
  public static boolean until(Duration limit, BooleanSupplier condition) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      try {
        Thread.sleep(PAUSE_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StackException("Interrupted while waiting for a server", e);
      }
    }
    return true;
  }
}
