package io.employeecdc.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import io.employeecdc.contract.SchemaVersion;
import io.employeecdc.producer.capture.Capture;
import io.employeecdc.producer.publish.Publishers;
import io.employeecdc.producer.publish.Transaction;
import io.employeecdc.runtime.database.DataSources;
import io.employeecdc.runtime.kafka.TopicExpectations;
import io.employeecdc.runtime.management.Progress;
import io.employeecdc.runtime.service.Backoff;
import io.employeecdc.runtime.service.Shutdown;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToIntFunction;

/** The producer's loop on a thread of this process, stopped in the orderly way. */
final class RunningProducer implements AutoCloseable, ProducerMetrics {
  private static final long STOP_SECONDS = 30;

  private final Shutdown shutdown = new Shutdown();
  private final CompletableFuture<Void> end = new CompletableFuture<>();
  private final Progress progress = new Progress(Duration.ofSeconds(15));
  private final ProducerLoop loop;
  private final HikariDataSource pool;
  private final TopicExpectations topics;
  private final Publishers publishers;
  private final AtomicLong rounds = new AtomicLong();
  private final Queue<Long> transactions = new ConcurrentLinkedQueue<>();
  private final Thread thread = new Thread(this::run, "producer");
  private volatile Duration oldestBacklog = Duration.ZERO;
  private final AtomicReference<Duration> passed = new AtomicReference<>(Duration.ZERO);
  private final CountDownLatch read = new CountDownLatch(1);

  private RunningProducer(ProducerSettings settings, ToIntFunction<SchemaVersion> ids) {
    Clock clock = new MovedClock(passed);
    pool = DataSources.pool(settings.source(), 3, ProducerService.SESSION, null);
    Capture capture =
        new Capture(settings.released(), ids, settings.chunkSize(), settings.onSourceChange());
    topics = settings.publish().expectations();
    publishers = new Publishers(settings.publish(), topics, id -> true, new SimpleMeterRegistry());
    loop =
        new ProducerLoop(
            settings,
            new ProducerLoop.Collaborators(
                new CaptureReader(capture, pool, this),
                publishers,
                this,
                progress,
                new Backoff(Duration.ofMillis(10), Duration.ofMillis(100), new SplittableRandom(1)),
                clock));
  }

  static RunningProducer start(Pipe pipe, ProducerSettings settings) {
    return start(settings, pipe::idOf);
  }

  /** One that asks a registry of its own for the ids of versions. */
  static RunningProducer start(ProducerSettings settings, ToIntFunction<SchemaVersion> ids) {
    RunningProducer producer = new RunningProducer(settings, ids);
    producer.thread.start();
    return producer;
  }

  /** So much later is it now by its clock. */
  void letPass(Duration time) {
    passed.updateAndGet(time::plus);
  }

  /** Not as a service is stopped, which is by a signal. */
  void interrupt() {
    thread.interrupt();
  }

  /** Stops it, whether it failed or not. */
  void abandon() {
    shutdown.ask();
    await().until(end::isDone);
  }

  /** The machine's clock and what was let pass. */
  private static final class MovedClock extends Clock {
    private final AtomicReference<Duration> passed;

    MovedClock(AtomicReference<Duration> passed) {
      this.passed = passed;
    }

    @Override
    public Instant instant() {
      return Instant.now().plus(passed.get());
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  /** What a producer does every 20 seconds. */
  void verifyTopics() {
    publishers.verifyTopics();
  }

  Progress progress() {
    return progress;
  }

  ProducerLoop loop() {
    return loop;
  }

  /** Completes when the loop ends, with its failure if it failed. */
  CompletableFuture<Void> end() {
    return end;
  }

  /** Waits until it has looked at the source again, from begin to end. */
  void awaitRound() {
    long now = rounds.get();
    await().until(() -> rounds.get() > now + 1);
  }

  /** How many changes each Kafka transaction held so far. */
  List<Long> transactions() {
    return List.copyOf(transactions);
  }

  /** The greatest age that it ever reported of what is still to be published. */
  Duration oldestBacklog() {
    return oldestBacklog;
  }

  /** Waits until it has read changes. */
  void awaitRead() throws InterruptedException {
    assertThat(read.await(STOP_SECONDS, TimeUnit.SECONDS)).isTrue();
  }

  @Override
  public void read(long changes, Duration took) {
    read.countDown();
  }

  @Override
  public void published(Transaction transaction) {
    transactions.add(transaction.changes());
  }

  @Override
  public void backlog(long rows, Duration age) {
    rounds.incrementAndGet();
    if (age.compareTo(oldestBacklog) > 0) {
      oldestBacklog = age;
    }
  }

  @Override
  public void publishedThrough(Instant moment) {}

  @Override
  public void retried(String reason) {}

  private void run() {
    try {
      loop.run(shutdown);
      loop.close();
      end.complete(null);
    } catch (InterruptedException | RuntimeException e) {
      // Before anything is closed, which may take its time.
      boolean told = shutdown.reason().isPresent();
      // Or Kafka's client, interrupted while it closes, would end the thread and not the test.
      boolean unused = Thread.interrupted();
      loop.close();
      end.completeExceptionally(told ? e : new AssertionError("it is ready all the while", e));
    } finally {
      pool.close();
      topics.close();
    }
  }

  @Override
  public void close() {
    shutdown.ask();
    end.orTimeout(STOP_SECONDS, TimeUnit.SECONDS).join();
  }
}
