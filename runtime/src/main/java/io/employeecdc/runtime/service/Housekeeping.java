package io.employeecdc.runtime.service;

import io.employeecdc.runtime.database.SqlState;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import io.employeecdc.runtime.logging.Coded;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does small steps, mostly in a database, beside a service's own work, again and again, until none
 * is left for now. A step that fails is tried again at the next time; one that throws a {@link
 * CdcException} or an {@link Error} ends the service.
 */
public final class Housekeeping implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

  /** A little work. */
  public interface Step {
    /** Does it; true if there may be more to do at once. */
    boolean run() throws SQLException;
  }

  private final String name;
  private final Duration every;
  private final Step step;
  private final ScheduledExecutorService executor;
  private volatile Throwable death;

  /**
   * A housekeeping that is not started.
   *
   * @param name of its thread, and in messages
   */
  public Housekeeping(String name, Duration every, Step step) {
    this.name = name;
    this.every = every;
    this.step = step;
    this.executor = Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, name));
  }

  /**
   * Begins.
   *
   * @param service asked to stop if this dies
   */
  public void start(Shutdown service) {
    start(service, every);
  }

  /** As {@link #start}, with a step at once. */
  public void startNow(Shutdown service) {
    start(service, Duration.ZERO);
  }

  private void start(Shutdown service, Duration first) {
    Future<?> unused =
        executor.scheduleWithFixedDelay(
            () -> run(service), first.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Ends it.
   *
   * @throws CdcException if that had ended the service
   * @throws IllegalStateException if it had died
   */
  @Override
  public void close() {
    executor.shutdownNow();
    if (death instanceof CdcException fault) {
      throw fault;
    }
    if (death != null) {
      throw new IllegalStateException("the " + name + " died", death);
    }
  }

  private void run(Shutdown service) {
    try {
      boolean more = true;
      while (more && !Thread.currentThread().isInterrupted()) {
        more = step.run();
      }
    } catch (SQLException e) {
      Coded.warn(
          LOG, SqlState.errorCode(e), "The {} failed this time: {}", name, SqlState.describe(e));
    } catch (CdcException | Error e) {
      death = e;
      service.ask(e);
    } catch (RuntimeException e) {
      LOG.atError()
          .addKeyValue("code", ErrorCode.UNEXPECTED.toString())
          .setCause(e)
          .log("The {} failed [{}]", name, ErrorCode.UNEXPECTED);
    }
  }
}
