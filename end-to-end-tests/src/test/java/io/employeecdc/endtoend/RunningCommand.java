package io.employeecdc.endtoend;

import java.io.IOException;

/** A command of {@code cdc} that works while a test goes on, as an operator has started it. */
public interface RunningCommand extends AutoCloseable {
  /** Its results so far. */
  String out() throws IOException;

  /** Its messages so far. */
  String err() throws IOException;

  /**
   * As Ctrl-C does.
   *
   * @return the exit code that belongs to it
   */
  int interrupt() throws IOException, InterruptedException;

  /** Ends it at once, as {@code kill -9} does. */
  void kill();

  /**
   * Waits until it has ended.
   *
   * @return its exit code
   */
  int exitCode() throws InterruptedException;

  /** Ends it if it has not ended, and takes away what it has left. */
  @Override
  void close();
}
