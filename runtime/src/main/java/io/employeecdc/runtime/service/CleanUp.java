package io.employeecdc.runtime.service;

import java.util.concurrent.CountDownLatch;

/**
 * Undoes something when a command ends, be it by itself or by a signal.
 *
 * <p>After a signal it is undone while the command still runs, which then fails for lack of what
 * was taken from under it. Nobody wants to read of that: {@link #close()} holds the command's
 * thread until the JVM halts.
 */
public final class CleanUp implements AutoCloseable {
  private final Thread hook;
  private Runnable undo;

  private CleanUp(String name, Runnable undo) {
    this.undo = undo;
    this.hook = new Thread(undo, name);
  }

  /**
   * From now on it will be undone.
   *
   * @param name of the thread that does it after a signal
   */
  public static CleanUp atExit(String name, Runnable undo) {
    CleanUp cleanUp = new CleanUp(name, undo);
    Runtime.getRuntime().addShutdownHook(cleanUp.hook);
    return cleanUp;
  }

  /** Leaves it as it is. */
  public void cancel() {
    undo = () -> {};
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      awaitHalt();
    }
    undo.run();
  }

  private static void awaitHalt() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
