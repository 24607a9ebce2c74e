package io.employeecdc.producer.retention;

import io.employeecdc.producer.capture.Position;
import java.sql.SQLException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the retention beside the producer's loop. A step that fails is tried again at the next time.
 */
public final class RetentionSchedule implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RetentionSchedule.class);
  private static final long EVERY_SECONDS = 5;

  private final Retention retention;
  private final Supplier<Position> published;
  private final ScheduledExecutorService executor =
      Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "retention"));

  /**
   * A schedule that is not started.
   *
   * @param published the position whose rows are in the topic; null while it is not known
   */
  public RetentionSchedule(Retention retention, Supplier<Position> published) {
    this.retention = retention;
    this.published = published;
  }

  public void start() {
    Future<?> unused =
        executor.scheduleWithFixedDelay(
            this::removeAll, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }

  private void removeAll() {
    try {
      boolean more = true;
      while (more && !Thread.currentThread().isInterrupted()) {
        Position position = published.get();
        more = position != null && retention.step(position);
      }
    } catch (SQLException e) {
      LOG.warn("published rows were not removed this time: SQLSTATE {}", e.getSQLState());
    } catch (RuntimeException e) {
      LOG.error("removing published rows failed", e);
    }
  }
}
