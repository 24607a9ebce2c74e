package io.employeecdc.consumer;

import io.employeecdc.consumer.loop.ConsumerLoop;
import io.employeecdc.runtime.service.Shutdown;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** The loops' threads. The first that fails stops all, and its failure becomes the process's. */
final class ConsumerThreads {
  /** So long one that has finished waits for the others. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final Shutdown shutdown;
  private final int count;
  private final CountDownLatch working;
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  /**
   * @param count of loops
   */
  ConsumerThreads(Shutdown shutdown, int count) {
    this.shutdown = shutdown;
    this.count = count;
    this.working = new CountDownLatch(count);
  }

  /**
   * Runs the loops until stopping is asked for.
   *
   * @param loops makes the loop of a number, on its own thread
   * @throws RuntimeException what ended the first loop that failed
   */
  void run(IntFunction<ConsumerLoop> loops) {
    List<Thread> threads =
        IntStream.range(0, count)
            .mapToObj(number -> new Thread(() -> work(loops, number), "consumer-" + number))
            .toList();
    threads.forEach(Thread::start);
    threads.forEach(this::join);
    Throwable first = failure.get();
    if (first instanceof RuntimeException e) {
      throw e;
    }
    if (first != null) {
      throw new IllegalStateException("a thread of the consumer died", first);
    }
  }

  private void work(IntFunction<ConsumerLoop> loops, int number) {
    try (ConsumerLoop loop = loops.apply(number)) {
      try {
        while (!shutdown.asked()) {
          loop.pollOnce();
        }
        loop.finish();
      } catch (Throwable e) {
        end(e);
      } finally {
        working.countDown();
      }
      // Whoever leaves the group makes it rebalance, and then the others cannot commit.
      working.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (Throwable e) {
      end(e);
    }
  }

  /** At once: to leave the group, and a batch of another thread, may take a while. */
  private void end(Throwable e) {
    failure.compareAndSet(null, e);
    shutdown.ask(e);
  }

  private void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      shutdown.ask();
    }
  }
}
