package io.employeecdc.faults;

import io.employeecdc.workbench.run.LocalPipeline;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/**
 * Another user of the target, who locks rows in an order that is not ours, waits longer than we do
 * for the end of a deadlock, cancels our statements and ends our sessions; and changes nothing.
 */
final class Disturber implements AutoCloseable {
  private static final String OURS =
      " from pg_stat_activity where datname = current_database()"
          + " and application_name = 'employee-cdc'";

  private final LocalPipeline pipeline;
  private final Random random;
  private final CompletableFuture<Void> end;
  private volatile boolean stopped;

  private Disturber(LocalPipeline pipeline, Random random) {
    this.pipeline = pipeline;
    this.random = random;
    this.end = CompletableFuture.runAsync(this::run);
  }

  static Disturber start(LocalPipeline pipeline, Random random) {
    return new Disturber(pipeline, random);
  }

  @Override
  public void close() {
    stopped = true;
    end.join();
  }

  private void run() {
    try (Connection connection = pipeline.stack().target().connect(pipeline.names().target());
        Statement statement = connection.createStatement()) {
      // The consumer finds a deadlock first, hence is its victim.
      statement.execute("set deadlock_timeout = '30s'");
      connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      connection.setAutoCommit(false);
      while (!stopped) {
        disturb(statement);
        connection.commit();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void disturb(Statement statement) throws SQLException {
    switch (random.nextInt(8)) {
      case 0 -> statement.execute("select pg_cancel_backend(pid)" + OURS + " and state = 'active'");
      case 1 -> statement.execute("select pg_terminate_backend(pid)" + OURS);
      default -> {
        for (String table : new String[] {"employees", "employee_versions"}) {
          for (int key = 40; key > 0; key -= 1 + random.nextInt(8)) {
            statement.execute(
                "update %s set emp_id = emp_id where emp_id = %d".formatted(table, key));
            statement.execute("select pg_sleep(0.01)");
          }
        }
      }
    }
  }
}
