package io.employeecdc.producer;

import io.employeecdc.producer.capture.Capture;
import io.employeecdc.producer.capture.CaptureCheck;
import io.employeecdc.producer.capture.ChangeBatch;
import io.employeecdc.producer.capture.Position;
import io.employeecdc.runtime.failure.CdcException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;

/** Reads the next batch of a backlog while the current one is being sent. */
final class CaptureReader implements AutoCloseable {
  private final Capture capture;
  private final CaptureCheck check;
  private final DataSource source;
  private final ProducerMetrics metrics;

  /** The only one that reads: what is no longer wanted may still be under way. */
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(task -> new Thread(task, "capture"));

  private Position aheadFrom;
  private Future<ChangeBatch> aheadBatch;

  CaptureReader(Capture capture, DataSource source, ProducerMetrics metrics) {
    this.capture = capture;
    this.check = new CaptureCheck(capture.versions());
    this.source = source;
    this.metrics = metrics;
  }

  ChangeBatch next(Position after) throws SQLException, InterruptedException {
    if (!after.equals(aheadFrom)) {
      begin(after);
    }
    ChangeBatch batch = await();
    forget();
    if (batch.hasMore()) {
      begin(batch.next());
    }
    return batch;
  }

  /** Waits for a while; true if by then {@link #next} would answer at once, and well. */
  boolean isReady(Position after, Duration patience) throws InterruptedException {
    if (!after.equals(aheadFrom)) {
      return false;
    }
    try {
      aheadBatch.get(patience.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException | ExecutionException e) {
      return false;
    }
  }

  private void begin(Position after) {
    aheadFrom = after;
    aheadBatch = thread.submit(() -> read(after));
  }

  /**
   * Looks whether the source is still as it must be.
   *
   * @throws CdcException with exit code 3 or 7 and what to do, if it is not
   */
  void verify(Position after) throws SQLException {
    try (Connection connection = source.getConnection()) {
      check.verify(connection, after);
    }
  }

  /** Drops what was read ahead, because the position is no longer known. */
  void forget() {
    aheadFrom = null;
    aheadBatch = null;
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  private ChangeBatch await() throws SQLException, InterruptedException {
    try {
      return aheadBatch.get();
    } catch (ExecutionException e) {
      forget();
      if (e.getCause() instanceof SQLException failure) {
        throw failure;
      }
      throw e.getCause() instanceof RuntimeException defect
          ? defect
          : new IllegalStateException(e.getCause());
    }
  }

  private ChangeBatch read(Position after) throws SQLException {
    long begun = System.nanoTime();
    try (Connection connection = source.getConnection()) {
      ChangeBatch batch = capture.read(connection, after);
      if (batch.changes() > 0) {
        metrics.read(batch.changes(), Duration.ofNanos(System.nanoTime() - begun));
      }
      return batch;
    }
  }
}
