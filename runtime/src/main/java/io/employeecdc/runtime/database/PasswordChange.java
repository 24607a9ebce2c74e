package io.employeecdc.runtime.database;

import io.employeecdc.runtime.options.Password;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Makes a pause of what is refused between a change of the password and that of its file, whichever
 * comes first: only of a password that was right before and is in a file, and not for ever. A file
 * that an orchestrator mounts takes some minutes to change.
 */
final class PasswordChange {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final boolean possible;
  private final InstantSource clock;
  private boolean wasRight;
  private Instant refusedSince;

  PasswordChange(Password password, InstantSource clock) {
    this.possible = password.mayChange();
    this.clock = clock;
  }

  synchronized void accepted() {
    wasRight = true;
    refusedSince = null;
  }

  /** What to throw for a connection that failed. */
  synchronized SQLException refused(SQLException e) {
    if (!possible || !wasRight || !SqlState.PASSWORD_REFUSED.equals(e.getSQLState())) {
      return e;
    }
    Instant now = clock.instant();
    refusedSince = refusedSince == null ? now : refusedSince;
    return now.isAfter(refusedSince.plus(PATIENCE)) ? e : new Pending(e);
  }

  /** Passes, if the file gets the new password. Without a cause, which would be taken for it. */
  static final class Pending extends SQLException {
    private static final long serialVersionUID = 1;

    private Pending(SQLException refusal) {
      super("the password is refused, its file is read again", refusal.getSQLState());
      addSuppressed(refusal);
    }
  }
}
