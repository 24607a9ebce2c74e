package io.employeecdc.producer;

import io.employeecdc.producer.capture.Capture;
import io.employeecdc.producer.capture.ChangeBatch;
import io.employeecdc.producer.capture.Position;
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
  private final DataSource source;
  private final ProducerMetrics metrics;
  private final ExecutorService ahead =
      Executors.newSingleThreadExecutor(task -> new Thread(task, "capture"));
  private Position aheadFrom;
  private Future<ChangeBatch> aheadBatch;

  CaptureReader(Capture capture, DataSource source, ProducerMetrics metrics) {
    this.capture = capture;
    this.source = source;
    this.metrics = metrics;
  }

  /** The changes after a position; possibly none. */
  ChangeBatch next(Position after) throws SQLException, InterruptedException {
    ChangeBatch batch = after.equals(aheadFrom) ? await() : read(after);
    forget();
    if (batch.hasMore()) {
      aheadFrom = batch.next();
      aheadBatch = ahead.submit(() -> read(batch.next()));
    }
    return batch;
  }

  /** Waits for a while; true if by then {@link #next} would answer at once, well or badly. */
  boolean isReady(Position after, Duration patience) throws InterruptedException {
    if (!after.equals(aheadFrom)) {
      return false;
    }
    try {
      aheadBatch.get(patience.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      return true;
    }
  }

  /** Drops what was read ahead, because the position is no longer known. */
  void forget() {
    aheadFrom = null;
    aheadBatch = null;
  }

  @Override
  public void close() {
    ahead.shutdownNow();
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
        metrics.read(Duration.ofNanos(System.nanoTime() - begun));
      }
      return batch;
    }
  }
}
