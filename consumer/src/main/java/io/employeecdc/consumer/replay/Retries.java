package io.employeecdc.consumer.replay;

import io.employeecdc.consumer.failure.OutageException;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.service.Backoff;
import io.employeecdc.runtime.service.Shutdown;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;

/** Tries again what is out of reach: with growing waits, until a stop or the end of patience. */
final class Retries {
  private final Duration patience;
  private final Backoff backoff;
  private final Clock clock;
  private final Shutdown stop;
  private final Consumer<String> waiting;

  /**
   * @param patience from the first failure in a row
   * @param waiting told, once per outage, what is waited for
   */
  Retries(
      Duration patience, Backoff backoff, Clock clock, Shutdown stop, Consumer<String> waiting) {
    this.patience = patience;
    this.backoff = backoff;
    this.clock = clock;
    this.stop = stop;
    this.waiting = waiting;
  }

  /** Something that can be tried again. */
  interface Attempt {
    void run() throws OutageException;
  }

  /**
   * @return false if a stop was asked for before it did
   * @throws CdcException with exit code 5 at the end of patience
   */
  boolean succeeds(Attempt attempt) {
    Instant end = null;
    while (true) {
      try {
        attempt.run();
        backoff.succeeded();
        return true;
      } catch (OutageException e) {
        if (end == null) {
          end = clock.instant().plus(patience);
          waiting.accept(e.getMessage());
        } else if (clock.instant().isAfter(end)) {
          throw tooLong(e);
        }
        if (stop.pause(backoff.next())) {
          return false;
        }
      }
    }
  }

  private CdcException tooLong(OutageException e) {
    return new CdcException(
        ExitCode.UNREACHABLE,
        "%s; gave up after %d s (--retry-for). Nothing is lost: run it again"
            .formatted(e.getMessage(), patience.toSeconds()),
        e);
  }
}
