package io.employeecdc.consumer.target;

import io.employeecdc.consumer.apply.Target;
import io.employeecdc.runtime.database.Query;
import io.employeecdc.runtime.service.Housekeeping;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/**
 * Removes old entries of {@code processed_events} in small steps.
 *
 * <p>The ledger only tells a duplicate from a superseded change. What protects the table is {@code
 * employee_versions}, which keeps the newest change of every employee, deleted ones too: a change
 * that comes again after its entry is gone finds itself there, or a newer one, and does nothing. It
 * is then counted as superseded.
 *
 * @param age how long entries stay
 */
public record LedgerRetention(Target target, Duration age) {
  static final int STEP_ROWS = 5000;

  /** Often enough that each time has little to do. */
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  /** By place and not by key: the rows lie together, in the order of time. */
  private static final String DELETE_STEP =
      """
      delete from ${ledger} where ctid = any (array(
        select ctid from ${ledger}
        where processed_at < now() - make_interval(secs => ?)
        limit ? for update skip locked))""";

  /** Does it beside the loops; not started. Short retentions are looked after more often. */
  public Housekeeping schedule() {
    Duration every = age.compareTo(LONGEST_PAUSE) < 0 ? age : LONGEST_PAUSE;
    return new Housekeeping("ledger-retention", every, this::step);
  }

  /**
   * Removes up to 5,000 entries; those that another consumer is just removing are left to it.
   *
   * @return true if there may be more to remove
   */
  public boolean step() throws SQLException {
    try (Connection connection = target.connection()) {
      double seconds = age.toMillis() / 1000.0;
      return Query.update(connection, target.sql(DELETE_STEP), seconds, STEP_ROWS) == STEP_ROWS;
    }
  }
}
