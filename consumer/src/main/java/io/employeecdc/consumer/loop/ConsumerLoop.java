package io.employeecdc.consumer.loop;

import io.employeecdc.consumer.apply.Change;
import io.employeecdc.consumer.apply.Counts;
import io.employeecdc.consumer.deadletter.DeadLetterTopic;
import io.employeecdc.consumer.metrics.ConsumerMetrics;
import io.employeecdc.consumer.verdict.Verdict;
import io.employeecdc.runtime.failure.ErrorCode;
import io.employeecdc.runtime.kafka.BoundedConsumer;
import io.employeecdc.runtime.kafka.KafkaFailure;
import io.employeecdc.runtime.logging.Coded;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread's work: poll, apply, commit the offsets.
 *
 * <p>A batch that cannot go on stays on the desk while all partitions are paused, and poll is
 * called all the same: the thread stays in its group, and what a rebalance takes away leaves the
 * desk.
 */
public final class ConsumerLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ConsumerLoop.class);
  private static final Duration IDLE_POLL = Duration.ofMillis(250);
  private static final Duration WAITING_POLL = Duration.ofMillis(50);

  /** Records that come do so at shorter intervals. */
  private static final Duration QUIET = Duration.ofMillis(50);

  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

  private final LoopSettings settings;
  private final Consumer<byte[], byte[]> consumer;
  private final KafkaClientMetrics clientMetrics;
  private final DeadLetterTopic deadLetters;
  private final ConsumerMetrics metrics;
  private final LoopTiming timing;

  private final Desk desk = new Desk();
  private final Gate gate;
  private final Commits commits;
  private final GroupContact contact;
  private final CatchUp catchUp;
  private final StepThread stepThread;
  private final Worker worker;

  private Instant nextStep = Instant.EPOCH;
  private Instant quietFrom = Instant.EPOCH;

  /** Subscribes; the first poll joins the group. */
  private ConsumerLoop(
      LoopSettings settings,
      Consumer<byte[], byte[]> consumer,
      KafkaClientMetrics clientMetrics,
      LoopParts parts,
      LoopTiming timing) {
    this.settings = settings;
    this.consumer = consumer;
    this.clientMetrics = clientMetrics;
    this.deadLetters = parts.deadLetters();
    this.metrics = parts.metrics();
    this.timing = timing;
    this.gate = new Gate(consumer, metrics);
    this.commits = new Commits(consumer, timing.clock());
    this.contact = new GroupContact(consumer);
    this.catchUp = new CatchUp(consumer, settings, desk.pending());
    this.stepThread = new StepThread(settings.clientId() + "-apply", this::stayInGroup);
    this.worker =
        new Worker(
            desk,
            new BatchStep(
                parts.decoder(), parts.applier(), parts.target(), settings, this::applied),
            stepThread,
            new Finish(consumer, commits, deadLetters, metrics),
            catchUp,
            parts,
            settings.onOutage(),
            timing);
    consumer.subscribe(List.of(settings.topic()), new Rebalance(desk, commits, gate));
  }

  /**
   * A loop with a consumer of its own.
   *
   * @param meters where the consumer's own metrics go
   */
  public static ConsumerLoop open(
      LoopSettings settings, LoopParts parts, LoopTiming timing, MeterRegistry meters) {
    BoundedConsumer consumer = BoundedConsumer.with(settings.consumer());
    KafkaClientMetrics metrics = new KafkaClientMetrics(consumer);
    metrics.bindTo(meters);
    return new ConsumerLoop(settings, consumer, metrics, parts, timing);
  }

  /**
   * One round: some records, or some more of what is on the desk.
   *
   * @throws io.employeecdc.runtime.failure.CdcException if waiting cannot help
   */
  public void pollOnce() {
    try {
      poll();
      work();
      commits.sendIfDue();
    } catch (KafkaException e) {
      if (Verdict.of(e) == Verdict.RETRY) {
        metrics.retried("kafka");
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
    commits.last(this::stayInGroup);
  }

  /** Finishes and leaves the group; what is on the desk will come again. */
  @Override
  public void close() {
    finish();
    clientMetrics.close();
    catchUp.close();
    consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
    deadLetters.close();
  }

  private void poll() {
    ConsumerRecords<byte[], byte[]> records = consumer.poll(patience());
    if (!records.isEmpty()) {
      desk.take(batch(records));
      quietFrom = Instant.MAX;
    } else if (desk.current().isEmpty()) {
      // Partitions move also past what shows no records, such as the marks of transactions.
      records
          .nextOffsets()
          .forEach((partition, next) -> desk.pending().reached(partition, End.at(next)));
    }
  }

  private void work() {
    Instant now = now();
    if (!now.isBefore(nextStep)) {
      step(now);
    }
    setGate();
  }

  private void step(Instant now) {
    try {
      worker.work(now, !now.isBefore(quietFrom));
      if (desk.current().isEmpty()) {
        beginQuiet();
        reportProgress();
      }
    } catch (OutageException e) {
      metrics.retried(e.dependency());
      if (timing.backoff().failures() == 0) {
        Coded.warn(LOG, ErrorCode.unreachable(e.dependency()), "Waiting for {}", e.getMessage());
      }
      timing.progress().waiting(e.getMessage());
      nextStep = now().plus(timing.backoff().next());
    }
  }

  /** The records that came last are done. */
  private void beginQuiet() {
    if (quietFrom.equals(Instant.MAX)) {
      quietFrom = now().plus(QUIET);
    }
  }

  private void reportProgress() {
    if (contact.lost()) {
      timing.progress().waiting("Kafka (" + settings.kafka() + "): not in touch with the group");
    } else {
      timing.progress().done();
    }
  }

  private void setGate() {
    if (stuck()) {
      gate.close();
    } else {
      gate.openAllBut(desk.fullPartitions());
    }
  }

  private Duration patience() {
    Instant now = now();
    Duration longest = desk.pending().hasNews() ? WAITING_POLL : IDLE_POLL;
    Duration untilStep = Duration.between(now, nextStep);
    if (stuck()) {
      return within(longest, untilStep);
    }
    Duration untilQuiet = Duration.between(now, quietFrom);
    return worker
        .untilLook(now)
        .map(look -> within(longest, latest(look, untilStep, untilQuiet)))
        .orElse(longest);
  }

  private static Duration latest(Duration... some) {
    return Stream.of(some).max(Comparator.naturalOrder()).orElseThrow();
  }

  /** In whole milliseconds, as the consumer waits no part of one, and rather too long. */
  private static Duration within(Duration longest, Duration wanted) {
    return wanted.isNegative() || wanted.isZero()
        ? Duration.ZERO
        : wanted.compareTo(longest) < 0 ? Duration.ofMillis(wanted.toMillis() + 1) : longest;
  }

  /** True if nothing more may come before what is here is done. */
  private boolean stuck() {
    return desk.current().isPresent() || worker.undelivered();
  }

  /** After each transaction of a step, on its thread. */
  private void applied(List<Change> changes, Counts counts) {
    if (counts.duplicates() == 0) {
      metrics.visible(changes, now());
    }
  }

  /** While a step takes long, or the last offsets wait for a rebalance. */
  private void stayInGroup() {
    gate.close();
    consumer.poll(WAITING_POLL);
  }

  private Batch batch(ConsumerRecords<byte[], byte[]> records) {
    List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>(records.count());
    Map<TopicPartition, End> ends = new HashMap<>();
    records.nextOffsets().forEach((partition, next) -> ends.put(partition, End.at(next)));
    for (TopicPartition partition : records.partitions()) {
      List<ConsumerRecord<byte[], byte[]>> some = records.records(partition);
      all.addAll(some);
      long timestamp = some.get(some.size() - 1).timestamp();
      ends.computeIfPresent(partition, (same, end) -> end.with(timestamp));
    }
    return Batch.of(all, ends);
  }

  private Instant now() {
    return timing.clock().instant();
  }
}
