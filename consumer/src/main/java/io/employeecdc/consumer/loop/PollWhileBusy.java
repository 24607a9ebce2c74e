package io.employeecdc.consumer.loop;

import java.time.Duration;
import java.util.concurrent.Callable;
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

  /**
   * Runs a step to its end.
   *
   * @throws ExecutionException with what the step failed for
   */
  <T> T run(Callable<T> step) throws ExecutionException {
    Future<T> end = thread.submit(step);
    Duration patience = PATIENCE;
    while (true) {
      try {
        return end.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        patience = Duration.ZERO;
        pollOnce();
      } catch (InterruptedException e) {
        throw new InterruptException("interrupted while a batch is at work", e);
      }
    }
  }

  private void pollOnce() {
    try {
      poll.run();
    } catch (KafkaException e) {
      LOG.debug("Poll failed while a batch is at work; it will again when that is done", e);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
