package io.employeecdc.faults;

import io.employeecdc.endtoend.TestPipeline;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Random;

/** A session that holds a table which every batch writes, so that batches stay half done. */
final class HeldTarget implements AutoCloseable {
  /** In the order in which a batch comes to them. */
  private static final List<String> TABLES =
      List.of("employee_versions", "processed_events", "employees");

  private static final String OURS =
      "select count(*) from pg_stat_activity where datname = current_database()"
          + " and application_name = 'employee-cdc' and ";

  private final TestPipeline pipeline;
  private final Connection connection;

  private HeldTarget(TestPipeline pipeline, Connection connection) {
    this.pipeline = pipeline;
    this.connection = connection;
  }

  /**
   * Holds one of the tables, so that the next batches stop before, in or after their first step.
   */
  static HeldTarget hold(TestPipeline pipeline, Random random) throws SQLException {
    Connection connection = pipeline.local().connectTarget();
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("lock table " + TABLES.get(random.nextInt(3)) + " in share mode");
    }
    return new HeldTarget(pipeline, connection);
  }

  /** Waits until a consumer stands in the middle of its transaction. */
  void awaitBatch() {
    pipeline
        .waiting("a batch is held in its transaction")
        .until(() -> !pipeline.askTarget(OURS + "wait_event_type = 'Lock'").equals("0"));
  }

  /** Lets the batches go on, and waits until none is in a transaction. */
  void release() throws SQLException {
    connection.close();
    pipeline
        .waiting("no batch is in a transaction")
        .until(() -> pipeline.askTarget(OURS + "state <> 'idle'").equals("0"));
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
