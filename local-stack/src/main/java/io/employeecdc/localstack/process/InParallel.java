package io.employeecdc.localstack.process;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

public final class InParallel {
  private InParallel() {}

  /**
   * Waits for all of them, whatever becomes of one.
   *
   * @throws StackException the first failure, with the others suppressed
   */
  public static void each(List<? extends Server> servers, Consumer<Server> action) {
    if (servers.isEmpty()) {
      return;
    }
    ExecutorService threads = Executors.newFixedThreadPool(servers.size());
    try {
      List<Callable<Object>> actions = new ArrayList<>();
      servers.forEach(server -> actions.add(Executors.callable(() -> action.accept(server))));
      StackException failure = null;
      for (Future<?> ended : threads.invokeAll(actions)) {
        try {
          ended.get();
        } catch (ExecutionException e) {
          failure = joined(failure, e.getCause());
        }
      }
      if (failure != null) {
        throw failure;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("Interrupted while waiting for the servers", e);
    } finally {
      threads.shutdownNow();
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
