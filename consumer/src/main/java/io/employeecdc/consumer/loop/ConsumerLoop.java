package io.employeecdc.consumer.loop;

import io.employeecdc.consumer.failure.FailurePolicy;
import io.employeecdc.consumer.failure.OutageException;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import io.employeecdc.runtime.kafka.BoundedConsumer;
import io.employeecdc.runtime.kafka.KafkaFailure;
import io.employeecdc.runtime.logging.Coded;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread's work, a pipe: poll, decode, apply, an outcome for each record, letters and offsets.
 *
 * <p>A batch that cannot go on stays here while all partitions are paused, and poll is called all
 * the same: the thread stays in its group, and what a rebalance takes away leaves the batch.
 */
public final class ConsumerLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConsumerLoop.class);
  private static final Duration IDLE_POLL = Duration.ofMillis(250);
  private static final Duration WAITING_POLL = Duration.ofMillis(50);

  private static final double MOST_SECONDS_OF_SILENCE = 10;
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final LoopSettings settings;
  private final Consumer<byte[], byte[]> consumer;
  private final KafkaClientMetrics clientMetrics;
  private final LoopParts parts;
  private final LoopTiming timing;

  private final OutcomeCommitter committer;
  private final PollWhileBusy stepThread;
  private final BatchWorker worker;

  private Instant nextStep = Instant.EPOCH;
  private boolean paused;
  private Optional<Metric> lastHeartbeat = Optional.empty();

  /**
   * Subscribes; the first poll joins the group.
   *
   * @param meters where the consumer's own metrics go
   */
  ConsumerLoop(
      LoopSettings settings,
      Consumer<byte[], byte[]> consumer,
      LoopParts parts,
      LoopTiming timing,
      MeterRegistry meters) {
    this.settings = settings;
    this.consumer = consumer;
    this.clientMetrics = new KafkaClientMetrics(consumer);
    this.parts = parts;
    this.timing = timing;
    this.committer =
        new OutcomeCommitter(consumer, parts.deadLetters(), parts.metrics(), timing.clock());
    this.stepThread = new PollWhileBusy(settings.clientId() + "-apply", this::stayInGroup);
    this.worker = new BatchWorker(consumer, settings, parts, timing, stepThread, committer);
    clientMetrics.bindTo(meters);
    consumer.subscribe(List.of(settings.topic()), new Rebalance());
  }

  /** A loop with a consumer of its own. */
  public static ConsumerLoop open(
      LoopSettings settings, LoopParts parts, LoopTiming timing, MeterRegistry meters) {
    BoundedConsumer consumer = BoundedConsumer.with(settings.consumer());
    return new ConsumerLoop(settings, consumer, parts, timing, meters);
  }

  /**
   * One round: some records, or some more of what is on the desk.
   *
   * @throws io.employeecdc.runtime.failure.CdcException if waiting cannot help
   */
  public void pollOnce() {
    try {
      work(poll());
      committer.sendIfDue();
    } catch (NoOffsetForPartitionException e) {
      consumer.seekToBeginning(e.partitions());
    } catch (OffsetOutOfRangeException e) {
      throw outOfRange(e);
    } catch (KafkaException e) {
      if (FailurePolicy.of(e) == FailurePolicy.OUTAGE) {
        parts.metrics().retried("kafka");
        timing.progress().waiting("Kafka (" + settings.kafka() + ")");
        return;
      }
      throw KafkaFailure.fatal(settings.kafka(), "reading " + settings.topic(), e)
          .<RuntimeException>map(fatal -> fatal)
          .orElse(e);
    }
  }

  /** Commits what is done and does no more, but stays in the group. */
  public void finish() {
    stepThread.close();
    committer.sendLast(this::stayInGroup);
  }

  /** Finishes and leaves the group; what is on the desk will come again. */
  @Override
  public void close() {
    try {
      finish();
    } finally {
      closeClients();
    }
  }

  private void closeClients() {
    try {
      clientMetrics.close();
      consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
    } finally {
      parts.deadLetters().close();
    }
  }

  /** Returns whether no records came. */
  private boolean poll() {
    ConsumerRecords<byte[], byte[]> records = consumer.poll(patience());
    if (records.isEmpty()) {
      worker.moved(records.nextOffsets());
    } else {
      worker.take(Polled.of(records));
    }
    return records.isEmpty();
  }

  /** The topic has no more, or never had, what comes next. */
  private CdcException outOfRange(OffsetOutOfRangeException e) {
    TopicPartition partition = e.partitions().iterator().next();
    return new CdcException(
        ErrorCode.TARGET_BEHIND,
        ("offset %d of partition %d of %s is not in the topic, which begins at %d: its log was"
                + " shortened before it was read, or it was made again. Nothing is skipped in"
                + " silence. Stop all consumers of the group and run 'cdc offsets --to-earliest';"
                + " what is lost, 'cdc verify' shows")
            .formatted(
                e.offsetOutOfRangePartitions().get(partition),
                partition.partition(),
                partition.topic(),
                consumer.beginningOffsets(List.of(partition)).get(partition)),
        e);
  }

  /** Whatever happens, nothing more comes before what is here is done. */
  private void work(boolean idle) {
    try {
      if (!now().isBefore(nextStep)) {
        worker.work(idle);
        if (!worker.isStuck()) {
          reportProgress();
        }
      }
    } catch (OutageException e) {
      parts.metrics().retried(e.dependency());
      if (timing.backoff().failures() == 0) {
        Coded.warn(LOG, ErrorCode.unreachable(e.dependency()), "Waiting for {}", e.getMessage());
      }
      timing.progress().waiting(e.getMessage());
      nextStep = now().plus(timing.backoff().next());
    } finally {
      pause(worker.isStuck());
    }
  }

  private void reportProgress() {
    if (isOutOfTouch()) {
      timing.progress().waiting("Kafka (" + settings.kafka() + "): not in touch with the group");
    } else {
      timing.progress().done();
    }
  }

  /**
   * A consumer that cannot reach Kafka just polls nothing. True if there was no heartbeat for a
   * while, or we wait to be let in for the first time.
   */
  private boolean isOutOfTouch() {
    if (lastHeartbeat.isEmpty()) {
      lastHeartbeat =
          consumer.metrics().entrySet().stream()
              .filter(entry -> entry.getKey().name().equals("last-heartbeat-seconds-ago"))
              .<Metric>map(Map.Entry::getValue)
              .findFirst();
    }
    double seconds =
        lastHeartbeat.map(metric -> ((Number) metric.metricValue()).doubleValue()).orElse(-1.0);
    boolean noneYet = seconds < 0;
    return noneYet ? consumer.assignment().isEmpty() : seconds > MOST_SECONDS_OF_SILENCE;
  }

  /** While what is here is not done, no partition hands out records. */
  private void pause(boolean now) {
    paused = now;
    if (paused) {
      consumer.pause(consumer.assignment());
    } else {
      consumer.resume(consumer.paused());
    }
    parts.metrics().paused(settings.clientId(), paused, consumer.paused().size());
  }

  private Duration patience() {
    Duration longest = worker.hasMoreToDo() ? WAITING_POLL : IDLE_POLL;
    if (!worker.isStuck()) {
      return longest;
    }
    // The consumer waits no part of a millisecond, and this rather too long.
    long wanted = Duration.between(now(), nextStep).toMillis() + 1;
    return Duration.ofMillis(Math.max(0, Math.min(wanted, longest.toMillis())));
  }

  /** While a step takes long, or the last offsets wait for a rebalance. */
  private void stayInGroup() {
    pause(true);
    worker.moved(consumer.poll(WAITING_POLL).nextOffsets());
  }

  private Instant now() {
    return timing.clock().instant();
  }

  /** What a rebalance does to this thread; called from within poll. */
  private final class Rebalance implements ConsumerRebalanceListener {
    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      // They know nothing of a pause.
      pause(paused);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      boolean unused = committer.sendNow();
      onPartitionsLost(partitions);
    }

    @Override
    public void onPartitionsLost(Collection<TopicPartition> partitions) {
      worker.lose(partitions);
    }
  }
}
