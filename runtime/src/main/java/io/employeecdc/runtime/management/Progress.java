package io.employeecdc.runtime.management;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Whether a loop makes progress. The loop reports each completed round, idle or not, and each
 * reason to wait; a reader on another thread learns whether the service is ready. Its time only
 * goes forward: a clock that is set makes nobody ready or not.
 */
public final class Progress {
  private record State(long since, String waitingFor) {}

  private final LongSupplier nanoTime;
  private final Duration patience;
  private volatile State state;

  /**
   * A loop that has yet to complete its first round.
   *
   * @param patience how long a round may take before the loop counts as stuck
   */
  public Progress(Duration patience) {
    this(System::nanoTime, patience);
  }

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  Progress(LongSupplier nanoTime, Duration patience) {
    this.nanoTime = nanoTime;
    this.patience = patience;
    this.state = new State(nanoTime.getAsLong(), "the first round");
  }

  /** A round is complete: whatever was there to do is done. */
  public void done() {
    state = new State(nanoTime.getAsLong(), null);
  }

  /**
   * The loop cannot go on for now.
   *
   * @param reason what it waits for, without values
   */
  public void waiting(String reason) {
    State now = state;
    if (!reason.equals(now.waitingFor)) {
      state = new State(nanoTime.getAsLong(), reason);
    }
  }

  public Optional<String> problem() {
    State now = state;
    Duration age = Duration.ofNanos(nanoTime.getAsLong() - now.since);
    if (now.waitingFor != null) {
      return Optional.of("waiting for " + now.waitingFor + " since " + age.toSeconds() + " s");
    }
    return age.compareTo(patience) > 0
        ? Optional.of("no round completed for " + age.toSeconds() + " s")
        : Optional.empty();
  }
}
