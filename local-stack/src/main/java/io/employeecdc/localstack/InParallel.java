package io.employeecdc.localstack;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

final class InParallel {
  private InParallel() {}

  /**
   * Waits for all of them, whatever becomes of one.
   *
   * @throws StackException the first failure, with the others suppressed
   */
  static void each(List<? extends Server> servers, Consumer<Server> action) {
    if (servers.isEmpty()) {
      return;
    }
    ExecutorService threads = Executors.newFixedThreadPool(servers.size());
    try {
      List<Future<?>> running = new ArrayList<>();
      for (Server server : servers) {
        running.add(threads.submit(() -> action.accept(server)));
      }
      await(running);
    } finally {
      threads.shutdownNow();
    }
  }

  private static void await(List<Future<?>> running) {
    StackException failure = null;
    for (Future<?> one : running) {
      try {
        one.get();
      } catch (ExecutionException e) {
        failure = joined(failure, e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StackException("Interrupted while waiting for the servers", e);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static StackException joined(StackException first, Throwable next) {
    if (first != null) {
      first.addSuppressed(next);
      return first;
    }
    return next instanceof StackException stack
        ? stack
        : new StackException("A server failed: " + next, next);
  }
}
