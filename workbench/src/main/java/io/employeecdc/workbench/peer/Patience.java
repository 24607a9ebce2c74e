package io.employeecdc.workbench.peer;

import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Waits until a condition holds, as it looks often, and not for ever. */
final class Patience {
  private static final Duration LIMIT = Duration.ofMinutes(3);
  private static final long LOOK_MILLIS = 10;

  interface Condition {
    boolean holds() throws Exception;
  }

  private Patience() {}

  static void until(String what, Condition condition) throws Exception {
    long end = System.nanoTime() + LIMIT.toNanos();
    while (!condition.holds()) {
      if (System.nanoTime() > end) {
        throw new CdcException(
            ExitCode.UNEXPECTED, "%s: not within %d min".formatted(what, LIMIT.toMinutes()));
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }
}
