package io.employeecdc.producer;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.postgresql.util.PSQLState;

/**
 * Writers whose transactions take 0 to 40 ms, commit out of order and roll back now and then, on a
 * few hot employees and many others. A lost connection is opened again.
 */
final class Writers implements AutoCloseable {
  private static final int HOT = 20;
  private static final int ALL = 2000;

  private final SourceDatabase source;
  private final ExecutorService threads;
  private final List<CompletableFuture<Void>> ends = new ArrayList<>();
  private final AtomicInteger commits = new AtomicInteger();
  private final AtomicInteger rollbacks = new AtomicInteger();
  private final AtomicLong sinceEver = new AtomicLong();
  private volatile boolean stopped;

  private Writers(SourceDatabase source, int count) {
    this.source = source;
    this.threads = Executors.newFixedThreadPool(count);
  }

  /** Prints the seed, so that a failure can be had again. */
  static Writers start(SourceDatabase source, int count, long seed) {
    System.out.println("writers' seed: " + seed);
    Writers writers = new Writers(source, count);
    SplittableRandom random = new SplittableRandom(seed);
    for (int writer = 0; writer < count; writer++) {
      SplittableRandom own = random.split();
      writers.ends.add(CompletableFuture.runAsync(() -> writers.write(own), writers.threads));
    }
    return writers;
  }

  int commits() {
    return commits.get();
  }

  int rollbacks() {
    return rollbacks.get();
  }

  /** Ends all transactions; fails if a writer did. */
  @Override
  public void close() {
    stopped = true;
    threads.shutdown();
    CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new))
        .orTimeout(30, TimeUnit.SECONDS)
        .join();
  }

  private void write(SplittableRandom random) {
    while (!stopped) {
      try (Connection connection = source.connect()) {
        connection.setAutoCommit(false);
        while (!stopped) {
          transaction(connection, random);
        }
      } catch (SQLException e) {
        if (!passes(e)) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  private static boolean passes(SQLException e) {
    return PSQLState.isConnectionError(e.getSQLState())
        || e.getSQLState().startsWith("57")
        || e.getSQLState().startsWith("40");
  }

  private void transaction(Connection connection, SplittableRandom random) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      int employee = 0;
      for (int change = random.nextInt(4); change >= 0; change--) {
        // Ascending keys, or the writers would wait for each other in circles.
        employee += 1 + random.nextInt(random.nextBoolean() ? HOT / 4 : ALL / 4);
        statement.execute(change(employee, random));
        statement.execute("select pg_sleep(" + random.nextInt(11) / 1000.0 + ")");
      }
    }
    if (random.nextInt(5) == 0) {
      connection.rollback();
      rollbacks.incrementAndGet();
    } else {
      connection.commit();
      commits.incrementAndGet();
    }
  }

  private String change(int employee, SplittableRandom random) {
    long stamp = sinceEver.incrementAndGet();
    return switch (random.nextInt(6)) {
      case 0 -> "delete from employees where emp_id = " + employee;
      case 1, 2 -> "update employees set salary = " + stamp + " where emp_id = " + employee;
      default ->
          "insert into employees (emp_id, salary) values (%d, %d)".formatted(employee, stamp)
              + " on conflict (emp_id) do update set salary = excluded.salary";
    };
  }
}
