package io.employeecdc.pipeline.verify;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;

/** Both tables, asked the same question at the same time. */
final class Sides implements AutoCloseable {
  private final ExecutorService threads = Executors.newFixedThreadPool(2, Sides::daemon);
  private final TableReader source;
  private final TableReader target;

  private Sides(TableReader source, TableReader target) {
    this.source = source;
    this.target = target;
  }

  /** What each side answered. */
  record Answers<T>(T source, T target) {}

  /** A question to one side. */
  interface Question<T> {
    T ask(TableReader table) throws VerifyException;
  }

  static Sides open(DataSource source, DataSource target) throws VerifyException {
    TableReader first = TableReader.open(Side.SOURCE, source);
    try {
      return new Sides(first, TableReader.open(Side.TARGET, target));
    } catch (VerifyException e) {
      first.close();
      throw e;
    }
  }

  TableReader source() {
    return source;
  }

  TableReader target() {
    return target;
  }

  /** Waits for both, even if one fails: a connection must be at rest before it is closed. */
  <T> Answers<T> ask(Question<T> question) throws VerifyException, InterruptedException {
    List<Future<T>> answers =
        threads.invokeAll(
            List.<Callable<T>>of(() -> question.ask(source), () -> question.ask(target)));
    try {
      return new Answers<>(answers.get(0).get(), answers.get(1).get());
    } catch (ExecutionException e) {
      if (e.getCause() instanceof VerifyException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "verify-side");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() {
    threads.shutdown();
    source.close();
    target.close();
  }
}
