package io.employeecdc.faults;

import io.employeecdc.workbench.run.LocalPipeline;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Applications that write into the source, each with random transactions of its own, until they are
 * told to stop. A connection that is lost is opened again, and a transaction that the server
 * refuses is given up: the capture table, not this class, knows what was committed.
 */
public final class Workload implements AutoCloseable {
  /** The city of each row that was never committed. */
  public static final String ROLLED_BACK = "rolled-back";

  private static final int WRITERS = 4;
  private static final int STOP_SECONDS = 60;

  /** Some tens of seconds' worth; a test that forgets to stop it fills no disk. */
  private static final int MOST_TRANSACTIONS = 20_000;

  /** A lost connection, a server that starts or ends, a conflict with a neighbour. */
  private static final Set<String> PASSING = Set.of("08", "57", "40", "23", "53");

  private final LocalPipeline pipeline;
  private final ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
  private final List<CompletableFuture<Void>> ends = new ArrayList<>();
  private final Semaphore between = new Semaphore(WRITERS, true);
  private volatile boolean stopped;

  private Workload(LocalPipeline pipeline) {
    this.pipeline = pipeline;
  }

  /** Starts the writers; what each does follows from the seed, how they interleave does not. */
  public static Workload start(LocalPipeline pipeline, long seed) {
    Workload workload = new Workload(pipeline);
    SplittableRandom random = new SplittableRandom(seed);
    for (int writer = 0; writer < WRITERS; writer++) {
      SplittableRandom own = random.split();
      workload.ends.add(CompletableFuture.runAsync(() -> workload.write(own), workload.threads));
    }
    return workload;
  }

  /** Ends all transactions, and begins no other before {@link #resume}. */
  void pause() throws InterruptedException {
    between.acquire(WRITERS);
  }

  void resume() {
    between.release(WRITERS);
  }

  /** Ends all transactions; fails if a writer did. Done twice, it does nothing the second time. */
  @Override
  public void close() {
    stopped = true;
    threads.shutdown();
    CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new))
        .orTimeout(STOP_SECONDS, TimeUnit.SECONDS)
        .join();
  }

  private void write(SplittableRandom random) {
    int left = MOST_TRANSACTIONS;
    while (!stopped && left > 0) {
      // deadlock_timeout is for superusers.
      try (Connection connection = pipeline.sourceServer().connect(pipeline.names().source())) {
        prepare(connection);
        while (!stopped && left > 0) {
          left--;
          between.acquireUninterruptibly();
          try {
            new RandomTransaction(random).run(connection);
          } finally {
            between.release();
          }
        }
      } catch (SQLException e) {
        if (e.getSQLState() == null || !PASSING.contains(e.getSQLState().substring(0, 2))) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  private static void prepare(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("set deadlock_timeout = '50ms'");
    }
    connection.setAutoCommit(false);
  }
}
