package io.employeecdc.consumer.retention;

import io.employeecdc.runtime.database.SqlState;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs the retention beside the loops. A step that fails is tried again at the next time. */
public final class LedgerSchedule implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LedgerSchedule.class);

  /** Often enough that each time has little to do. */
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private final LedgerRetention retention;
  private final long pauseMillis;
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "ledger-retention"));

  /**
   * A schedule that is not started.
   *
   * @param age how long entries stay; also the pause between two looks, if that is short
   */
  public LedgerSchedule(LedgerRetention retention, Duration age) {
    this.retention = retention;
    this.pauseMillis = Math.min(age.toMillis(), LONGEST_PAUSE.toMillis());
  }

  public void start() {
    Future<?> unused =
        executor.scheduleWithFixedDelay(
            this::removeAll, pauseMillis, pauseMillis, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }

  private void removeAll() {
    try {
      boolean more = true;
      while (more && !Thread.currentThread().isInterrupted()) {
        more = retention.step();
      }
    } catch (SQLException e) {
      LOG.warn("Old entries of the ledger were not removed this time: {}", SqlState.describe(e));
    } catch (RuntimeException e) {
      LOG.error("Removing old entries of the ledger failed", e);
    }
  }
}
