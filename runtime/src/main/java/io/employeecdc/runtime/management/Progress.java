package io.employeecdc.runtime.management;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether a loop makes progress. The loop reports each completed round, idle or not, and each
 * reason to wait; a reader on another thread learns whether the service is ready.
 */
public final class Progress {
  private record State(Instant since, String waitingFor) {}

  private final Clock clock;
  private final Duration patience;
  private volatile State state;

  /**
   * A loop that has yet to complete its first round.
   *
   * @param patience how long a round may take before the loop counts as stuck
   */
  public Progress(Clock clock, Duration patience) {
    this.clock = clock;
    this.patience = patience;
    this.state = new State(clock.instant(), "the first round");
  }

  /** A round is complete: whatever was there to do is done. */
  public void done() {
    state = new State(clock.instant(), null);
  }

  /**
   * The loop cannot go on for now.
   *
   * @param reason what it waits for, without values
   */
  public void waiting(String reason) {
    State now = state;
    if (!reason.equals(now.waitingFor)) {
      state = new State(clock.instant(), reason);
    }
  }

  /** Why the loop is not ready; empty if it is. */
  public Optional<String> problem() {
    State now = state;
    Duration age = Duration.between(now.since, clock.instant());
    if (now.waitingFor != null) {
      return Optional.of("waiting for " + now.waitingFor + " since " + age.toSeconds() + " s");
    }
    return age.compareTo(patience) > 0
        ? Optional.of("no round completed for " + age.toSeconds() + " s")
        : Optional.empty();
  }
}
