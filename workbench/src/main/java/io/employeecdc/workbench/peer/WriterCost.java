package io.employeecdc.workbench.peer;

import io.employeecdc.localstack.LocalStack;
import io.employeecdc.runtime.database.Query;
import io.employeecdc.workbench.run.LocalPipeline;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * What capture costs those who write, while nobody reads what was captured.
 *
 * @param durable commits of single rows a second, each waiting for the disk
 * @param asynchronous and not waiting
 * @param bulkMillis one UPDATE of 100,000 rows
 */
record WriterCost(double durable, double asynchronous, double bulkMillis) {
  private static final int CLIENTS = 4;
  private static final int ROWS = 100_000;
  private static final long NANOS = 2_000_000_000L;

  /** How the source is captured while its writers are measured. */
  enum MeasuredCapture {
    NONE,
    TRIGGERS,
    LOG
  }

  static WriterCost measure(LocalPipeline pipeline, MeasuredCapture capture) throws Exception {
    String table = pipeline.names().contract().table().names().table();
    try (Connection source = pipeline.connectSource();
        Statement statement = source.createStatement()) {
      statement.execute("truncate emp_cdc");
      statement.execute(
          "alter table %s %s trigger user"
              .formatted(table, capture == MeasuredCapture.TRIGGERS ? "enable" : "disable"));
    }
    LogReader log = new LogReader(pipeline, null, "log");
    if (capture == MeasuredCapture.LOG) {
      log.createSlot();
    }
    try {
      checkpoint(pipeline.stack());
      double durable = commits(pipeline, "on");
      double asynchronous = commits(pipeline, "off");
      return new WriterCost(durable, asynchronous, bulk(pipeline));
    } finally {
      if (capture == MeasuredCapture.LOG) {
        log.dropSlot();
        log.dropPublication();
      }
    }
  }

  /** The rows that are written. */
  static void prepare(LocalPipeline pipeline) throws SQLException {
    new SingleRows(pipeline).inserts(ROWS);
  }

  /** Neither the one before nor what is written while it is measured is to be paid for here. */
  private static void checkpoint(LocalStack stack) throws SQLException {
    try (Connection source = stack.source().connect("postgres");
        Statement statement = source.createStatement()) {
      statement.execute("checkpoint");
    }
  }

  private static double commits(LocalPipeline pipeline, String synchronous) throws Exception {
    ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
    try {
      List<Callable<Integer>> all = new ArrayList<>();
      for (int client = 0; client < CLIENTS; client++) {
        int first = client;
        all.add(() -> commitUntil(pipeline, synchronous, first, System.nanoTime() + NANOS));
      }
      int commits = 0;
      for (Future<Integer> each : clients.invokeAll(all)) {
        commits += each.get();
      }
      return commits / (NANOS / 1e9);
    } finally {
      clients.shutdownNow();
    }
  }

  /** Each client has rows of its own. */
  private static int commitUntil(LocalPipeline pipeline, String synchronous, int first, long end)
      throws SQLException {
    try (Connection source = pipeline.connectSource();
        Statement statement = source.createStatement();
        PreparedStatement update =
            source.prepareStatement("update employees set salary = salary + 1 where emp_id = ?")) {
      statement.execute("set synchronous_commit = " + synchronous);
      int commits = 0;
      while (System.nanoTime() < end) {
        update.setInt(1, 1 + (first + commits * CLIENTS) % ROWS);
        update.executeUpdate();
        commits++;
      }
      return commits;
    }
  }

  private static double bulk(LocalPipeline pipeline) throws SQLException {
    try (Connection source = pipeline.connectSource();
        Statement statement = source.createStatement()) {
      statement.execute("vacuum employees");
      long begun = System.nanoTime();
      int rows = Query.update(source, "update employees set salary = salary + 1");
      if (rows != ROWS) {
        throw new IllegalStateException(rows + " rows");
      }
      return (System.nanoTime() - begun) / 1e6;
    }
  }
}
