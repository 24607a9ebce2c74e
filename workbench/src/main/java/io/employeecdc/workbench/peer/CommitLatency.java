package io.employeecdc.workbench.peer;

import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * From the return of a commit in the source until a query of the target has shown its row, while
 * one client commits single rows at a steady rate, whatever becomes of them.
 */
record CommitLatency(double p50Millis, double p99Millis) {
  private static final int PER_SECOND = 500;
  private static final long POLL_NANOS = 2_000_000;
  private static final Duration LAST_LIMIT = Duration.ofSeconds(60);

  /**
   * Measures.
   *
   * @param lead seconds that do not count
   */
  static CommitLatency measure(Contender contender, SingleRows rows, int lead, int seconds)
      throws Exception {
    int count = (lead + seconds) * PER_SECOND;
    int first = rows.reserve(count);
    long[] committed = new long[count];
    long[] seen = new long[count];
    ExecutorService writer = Executors.newSingleThreadExecutor();
    try (Connection source = contender.pipeline().connectSource();
        Connection target = contender.pipeline().connectTarget()) {
      Future<?> writing =
          writer.submit(
              () -> {
                write(source, first, committed);
                return null;
              });
      poll(target, first, seen, writing);
      writing.get();
    } finally {
      writer.shutdownNow();
    }
    double[] millis = new double[seconds * PER_SECOND];
    for (int i = 0; i < millis.length; i++) {
      int row = lead * PER_SECOND + i;
      millis[i] = Math.max(0, seen[row] - committed[row]) / 1e6;
    }
    Arrays.sort(millis);
    return new CommitLatency(percentile(millis, 50), percentile(millis, 99));
  }

  private static double percentile(double[] sorted, int percent) {
    return sorted[Math.min(sorted.length - 1, sorted.length * percent / 100)];
  }

  private static void write(Connection source, int first, long[] committed) throws SQLException {
    try (PreparedStatement insert =
        source.prepareStatement(
            "insert into employees (emp_id, first_name, last_name, dob, city, salary)"
                + " values (?, 'First', 'Last', '1960-01-01', 'City', 30000)")) {
      long begun = System.nanoTime();
      for (int i = 0; i < committed.length; i++) {
        pause(begun + i * 1_000_000_000L / PER_SECOND);
        insert.setInt(1, first + i);
        insert.executeUpdate();
        committed[i] = System.nanoTime();
      }
    }
  }

  /** Asks for what is not there yet, from the oldest on. */
  private static void poll(Connection target, int first, long[] seen, Future<?> writing)
      throws SQLException {
    try (PreparedStatement query =
        target.prepareStatement("select emp_id from employees where emp_id >= ? and emp_id < ?")) {
      int oldest = 0;
      long until = Long.MAX_VALUE;
      while (oldest < seen.length) {
        long begun = System.nanoTime();
        query.setInt(1, first + oldest);
        query.setInt(2, first + seen.length);
        try (ResultSet row = query.executeQuery()) {
          long now = System.nanoTime();
          while (row.next()) {
            int which = row.getInt(1) - first;
            seen[which] = seen[which] == 0 ? now : seen[which];
          }
        }
        while (oldest < seen.length && seen[oldest] != 0) {
          oldest++;
        }
        until = writing.isDone() ? Math.min(until, begun + LAST_LIMIT.toNanos()) : until;
        if (begun > until) {
          throw new CdcException(
              ExitCode.UNEXPECTED, "the target lacks rows a minute after the last commit");
        }
        pause(begun + POLL_NANOS);
      }
    }
  }

  private static void pause(long until) {
    long left = until - System.nanoTime();
    while (left > 0) {
      LockSupport.parkNanos(left);
      left = until - System.nanoTime();
    }
  }
}
