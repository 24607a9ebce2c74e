package io.employeecdc.pipeline.verify;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;

/** Both tables, asked the same question at the same time. */
final class Sides implements AutoCloseable {
  private final ExecutorService helper;
  private final TableReader source;
  private final TableReader target;

  private Sides(ExecutorService helper, Answers<TableReader> tables) {
    this.helper = helper;
    this.source = tables.source();
    this.target = tables.target();
  }

  /** What each side answered. */
  record Answers<T>(T source, T target) {}

  /** A question to one side. */
  interface Question<T> {
    T ask(TableReader table) throws VerifyException;
  }

  private interface Answer<T> {
    T get() throws VerifyException;
  }

  static Sides open(DataSource source, DataSource target, RowSql sql)
      throws VerifyException, InterruptedException {
    ExecutorService helper = Executors.newSingleThreadExecutor(Sides::daemon);
    try {
      return new Sides(
          helper,
          both(
              helper,
              () -> TableReader.open(Side.SOURCE, source, sql),
              () -> TableReader.open(Side.TARGET, target, sql)));
    } catch (VerifyException | InterruptedException e) {
      helper.shutdown();
      throw e;
    }
  }

  TableReader source() {
    return source;
  }

  TableReader target() {
    return target;
  }

  <T> Answers<T> ask(Question<T> question) throws VerifyException, InterruptedException {
    return both(helper, () -> question.ask(source), () -> question.ask(target));
  }

  /** Waits for both, even if one fails: a connection must be at rest before it is closed. */
  private static <T> Answers<T> both(ExecutorService helper, Answer<T> source, Answer<T> target)
      throws VerifyException, InterruptedException {
    Future<T> fromSource = helper.submit(source::get);
    T answer;
    try {
      answer = target.get();
    } catch (VerifyException e) {
      closeAfterFailure(fromSource, e);
      throw e;
    }
    try {
      return new Answers<>(fromSource.get(), answer);
    } catch (ExecutionException e) {
      close(answer);
      throw verifyException(e);
    }
  }

  private static void closeAfterFailure(Future<?> other, VerifyException failure)
      throws InterruptedException {
    try {
      close(other.get());
    } catch (ExecutionException e) {
      failure.addSuppressed(e.getCause());
    }
  }

  private static VerifyException verifyException(ExecutionException e) {
    if (e.getCause() instanceof VerifyException failure) {
      return failure;
    }
    throw new IllegalStateException(e.getCause());
  }

  private static void close(Object answer) {
    if (answer instanceof TableReader table) {
      table.close();
    }
  }

  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "verify-source");
    thread.setDaemon(true);
    return thread;
  }

  @Override
  public void close() {
    helper.shutdown();
    source.close();
    target.close();
  }
}
