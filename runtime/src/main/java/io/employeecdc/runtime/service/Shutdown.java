package io.employeecdc.runtime.service;

import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A request to stop, and the promise to have stopped.
 *
 * <p>On SIGTERM or SIGINT the JVM runs its shutdown hooks and halts when they return. The hook made
 * here asks the loops to stop and returns only when the service has closed everything, or when the
 * grace period is over.
 */
public final class Shutdown implements AutoCloseable {
  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch finished = new CountDownLatch(1);
  private final AtomicReference<String> reason = new AtomicReference<>();

  /** A shutdown that signals ask for. */
  public static Shutdown onSignal(Duration grace) {
    Shutdown shutdown = new Shutdown();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  shutdown.ask();
                  shutdown.awaitFinished(grace);
                },
                "shutdown"));
    return shutdown;
  }

  /** Asks the loops to stop; safe to repeat and from any thread. */
  public void ask() {
    ask("the service is stopping");
  }

  /** The same for what has failed; whoever asks the service for its health is told at once. */
  public void ask(Throwable failure) {
    ask(
        failure instanceof CdcException known && known.exitCode() != ExitCode.UNEXPECTED
            ? known.getMessage()
            : "unexpected: " + failure.getClass().getName());
  }

  private void ask(String why) {
    reason.compareAndSet(null, why);
    asked.countDown();
  }

  /** Why it stops, what was first; empty if it does not. */
  public Optional<String> reason() {
    return Optional.ofNullable(reason.get());
  }

  public boolean asked() {
    return asked.getCount() == 0;
  }

  /**
   * Waits, but not beyond a request to stop. An interrupt is one: the thread stays interrupted, so
   * that whatever it tried again would fail at once, without end.
   *
   * @return true if stopping was asked for
   */
  public boolean pause(Duration length) {
    try {
      return asked.await(length.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      ask();
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /** The service has closed everything. */
  @Override
  public void close() {
    finished.countDown();
  }

  private void awaitFinished(Duration grace) {
    try {
      finished.await(grace.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
