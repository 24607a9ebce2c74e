package io.employeecdc.consumer.loop;

import io.employeecdc.consumer.failure.OutageException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs steps on a thread of its own, so that the loop's thread can call poll meanwhile.
 *
 * <p>Nearly always a step is done before that is called for. But a database may hold one up for
 * many seconds, and only within poll does a consumer take part in a rebalance: the others of its
 * group would wait for it, and if it had just asked to join and then fell silent, the group would
 * take it for dead.
 */
final class PollWhileBusy implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PollWhileBusy.class);
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** What runs there. */
  interface Step {
    void run() throws OutageException;
  }

  private final Runnable poll;
  private final ExecutorService thread;

  /**
   * @param poll called again and again once a step takes long, by the thread that waits for it;
   *     should take a moment each time
   */
  PollWhileBusy(String name, Runnable poll) {
    this.poll = poll;
    this.thread = Executors.newSingleThreadExecutor(task -> new Thread(task, name));
  }

  /** Runs a step to its end. */
  void run(Step step) throws OutageException {
    Future<?> end =
        thread.submit(
            () -> {
              step.run();
              return null;
            });
    Duration patience = PATIENCE;
    while (!ended(end, patience)) {
      patience = Duration.ZERO;
      try {
        poll.run();
      } catch (KafkaException e) {
        LOG.debug("Poll failed while a batch is at work; it will again when that is done", e);
      }
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  private static boolean ended(Future<?> step, Duration patience) throws OutageException {
    try {
      step.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      throw new InterruptException("interrupted while a batch is at work", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof OutageException outage) {
        throw outage;
      }
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    }
  }
}
