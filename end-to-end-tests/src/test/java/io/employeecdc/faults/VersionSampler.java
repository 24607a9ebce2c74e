package io.employeecdc.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.workbench.run.LocalPipeline;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * Looks at the target again and again during a run, as a reader of it would: the version of an
 * employee never goes back, and the row that is there is always the one of that version. It looks
 * at the employees of the workload only, not at millions that a test may copy in.
 */
final class VersionSampler implements AutoCloseable {
  private static final long PAUSE_NANOS = 100_000_000;

  /** One statement, hence one moment; the row's digest is empty where there is no row. */
  private static final String TARGET =
      """
      select v.emp_id, v.action_id, coalesce(md5((%s)::text), '')
      from employee_versions v left join employees e using (emp_id)
      where v.emp_id between 1 and 99999"""
          .formatted(row("e"));

  private static final String SOURCE =
      """
      select c.emp_id, c.action_id, case c.action when 'DELETE' then '' else md5((%s)::text) end
      from emp_cdc c where c.emp_id between 1 and 99999"""
          .formatted(row("c"));

  private final LocalPipeline pipeline;
  private final Map<Long, Long> newest = new HashMap<>();
  private final Map<Long, String> seen = new HashMap<>();
  private final List<String> wentBack = new ArrayList<>();
  private final CompletableFuture<Void> end;
  private long looks;
  private volatile boolean stopped;

  private VersionSampler(LocalPipeline pipeline) {
    this.pipeline = pipeline;
    this.end = CompletableFuture.runAsync(this::run);
  }

  static VersionSampler start(LocalPipeline pipeline) {
    return new VersionSampler(pipeline);
  }

  /** Ends the sampling and judges what was seen. */
  void check() throws SQLException {
    close();
    assertThat(looks).isPositive();
    assertThat(wentBack).as("employees whose version went back").isEmpty();
    Map<Long, String> captured = new HashMap<>();
    try (Connection source = pipeline.connectSource()) {
      look(source, SOURCE, (employee, version, row) -> captured.put(version, row));
    }
    assertThat(captured).as("rows as they were captured, by version").containsAllEntriesOf(seen);
  }

  @Override
  public void close() {
    stopped = true;
    end.join();
  }

  private void run() {
    while (!stopped) {
      try (Connection target = pipeline.connectTarget()) {
        while (!stopped) {
          look(target, TARGET, this::see);
          looks++;
          LockSupport.parkNanos(PAUSE_NANOS);
        }
      } catch (SQLException outage) {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
  }

  private void see(long employee, long version, String row) {
    Long before = newest.put(employee, version);
    if (before != null && before > version) {
      wentBack.add("%d from %d to %d".formatted(employee, before, version));
    }
    String other = seen.put(version, row);
    if (other != null && !other.equals(row)) {
      wentBack.add("%d at version %d has two rows".formatted(employee, version));
    }
  }

  private static void look(Connection connection, String sql, Sight sight) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        sight.of(result.getLong(1), result.getLong(2), result.getString(3));
      }
    }
  }

  private static String row(String table) {
    return "select (e.emp_id, e.first_name, e.last_name, e.dob, e.city, e.salary) where e.emp_id is not null"
        .replace("e.", table + ".");
  }

  private interface Sight {
    void of(long employee, long version, String row);
  }
}
