package io.employeecdc.consumer.testing;

import io.employeecdc.consumer.apply.ChangeApplier;
import io.employeecdc.consumer.apply.Effect;
import io.employeecdc.consumer.apply.Outcome;
import io.employeecdc.consumer.apply.Target;
import io.employeecdc.consumer.batch.BatchResult;
import io.employeecdc.consumer.deadletter.Brake;
import io.employeecdc.consumer.deadletter.DeadLetter;
import io.employeecdc.consumer.deadletter.DeadLetterLimit;
import io.employeecdc.consumer.deadletter.DeadLetterTopic;
import io.employeecdc.consumer.decode.ChangeDecoder;
import io.employeecdc.consumer.loop.ConsumerLoop;
import io.employeecdc.consumer.loop.LoopParts;
import io.employeecdc.consumer.loop.LoopSettings;
import io.employeecdc.consumer.loop.LoopTiming;
import io.employeecdc.consumer.loop.OnOutage;
import io.employeecdc.consumer.loop.ParkedTopic;
import io.employeecdc.consumer.metrics.ConsumerMetrics;
import io.employeecdc.consumer.parked.SettleSettings;
import io.employeecdc.consumer.parked.Settled;
import io.employeecdc.consumer.parked.Settling;
import io.employeecdc.consumer.target.TargetCheck;
import io.employeecdc.contract.Registry;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.runtime.management.Progress;
import io.employeecdc.runtime.service.Backoff;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/** A loop that a test drives poll by poll, and what it reported. */
public final class TestLoop extends ConsumerMetrics implements AutoCloseable {
  private static final Duration PARK_FOR = Duration.ofMillis(500);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** A registry that is silent costs a try five seconds otherwise. */
  private static final Map<String, String> GIVEN_UP_SOON = Map.of("http.read.timeout.ms", "1500");

  private final Registry registry = Registry.at(TestTopics.registryUrl(), GIVEN_UP_SOON);
  private final Progress progress = new Progress(PATIENCE);
  private final List<String> retries = new ArrayList<>();
  private final String id = "test-" + UUID.randomUUID();
  private final Settling settling;
  private final DeadLetterTopic parkedLetters;
  private final ConsumerLoop loop;
  private Counts counts = Counts.NONE;
  private int consumed;
  private int tombstones;
  private int parked;
  private int failedTries;
  private int pausedPartitions;
  private boolean someParked;

  public TestLoop(TestTopics topics, TestTarget target, OnOutage onOutage) {
    this(topics, target, onOutage, Optional.empty(), 10_000, Clock.systemUTC());
  }

  /** As the consumer has it, but for the time. */
  public TestLoop(TestTopics topics, TestTarget target, OnOutage onOutage, Clock clock) {
    this(topics, target, onOutage, Optional.empty(), 10_000, clock);
  }

  /**
   * As the consumer has it.
   *
   * @param limit of dead letters; empty for none
   */
  public TestLoop(
      TestTopics topics,
      TestTarget target,
      OnOutage onOutage,
      Optional<DeadLetterLimit> limit,
      int batchSize) {
    this(topics, target, onOutage, limit, batchSize, Clock.systemUTC());
  }

  private TestLoop(
      TestTopics topics,
      TestTarget target,
      OnOutage onOutage,
      Optional<DeadLetterLimit> limit,
      int batchSize,
      Clock clock) {
    super(new PrometheusMeterRegistry(PrometheusConfig.DEFAULT), "1");
    Brake brake = new Brake(limit, clock);
    parkedLetters =
        new DeadLetterTopic(
            topics.kafka(), topics.deadLetterTopic(), topics.group(), id + "-parked", clock);
    settling =
        new Settling(
            new Target(target.pool(), Changes.VERSIONS),
            new SettleSettings(topics.topic(), PARK_FOR, 1_000_000),
            new ParkedTopic(topics.kafka(), topics.topic(), id + "-ends", parkedLetters, this),
            brake,
            this::settled,
            Clock.systemUTC());
    loop =
        ConsumerLoop.open(
            new LoopSettings(
                topics.kafka(),
                topics.topic(),
                topics.id(),
                topics.group(),
                id,
                batchSize,
                onOutage),
            new LoopParts(
                new ChangeDecoder(registry, Contract.standard()),
                new ChangeApplier(new Target(target.pool(), Changes.VERSIONS)),
                target.settings(),
                new DeadLetterTopic(
                    topics.kafka(), topics.deadLetterTopic(), topics.group(), id, clock),
                settling,
                brake,
                this,
                new TargetCheck(new Target(target.pool(), Changes.VERSIONS))),
            new LoopTiming(
                clock,
                progress,
                new Backoff(Duration.ofMillis(50), Duration.ofMillis(200), new Random(1))),
            new SimpleMeterRegistry());
  }

  /** Polls until each of the two has one of the two partitions and the first record is applied. */
  public static TestLoop ownerOfPartition0(TestTopics topics, TestLoop one, TestLoop other) {
    while (Set.copyOf(topics.readers().owners().values()).size() < 2
        || one.consumed() + other.consumed() < 1) {
      one.pollOnce();
      other.pollOnce();
    }
    return topics.readers().owners().get(0).equals(one.clientId()) ? one : other;
  }

  public String clientId() {
    return id;
  }

  public void pollOnce() {
    loop.pollOnce();
    if (!someParked) {
      return;
    }
    try {
      boolean unused = settling.step();
    } catch (SQLException e) {
      retries.add("settling");
    }
  }

  /** The end of its work, as at a shutdown; it is still in its group. */
  public void finish() {
    loop.finish();
  }

  /** Polls until something holds, or fails after a minute. */
  public void pollUntil(String what, BooleanSupplier holds) {
    Instant end = Instant.now().plus(PATIENCE);
    while (!holds.getAsBoolean()) {
      if (Instant.now().isAfter(end)) {
        throw new AssertionError("not in a minute: " + what + "; so far " + counts());
      }
      pollOnce();
    }
  }

  /** Polls until so many records have had their outcome. */
  public void consume(int records) {
    pollUntil(records + " records consumed", () -> consumed() >= records);
  }

  public int consumed() {
    return consumed;
  }

  public Counts counts() {
    return counts;
  }

  public int tombstones() {
    return tombstones;
  }

  /** The dependencies that a batch had to wait for, one entry for each try. */
  public List<String> retries() {
    return retries;
  }

  /** Tries of single records that failed. */
  public int failedTries() {
    return failedTries;
  }

  /** Partitions that hand out no records now. */
  public int pausedPartitions() {
    return pausedPartitions;
  }

  public Progress progress() {
    return progress;
  }

  @Override
  public void deadLettered(List<DeadLetter> letters) {
    consumed += letters.size();
  }

  @Override
  public void gaveUp(List<DeadLetter> letters) {
    parked -= letters.size();
  }

  @Override
  public void settled(Settled more) {
    counts = counts.plus(new Counts(more.applied(), more.duplicates(), more.superseded()));
    parked -= more.applied() + more.duplicates() + more.superseded();
    someParked = more.left() > 0;
  }

  /** Records that wait in the target for another row, of this loop's. */
  public int parked() {
    return parked;
  }

  @Override
  public void finished(BatchResult result, Instant committed) {
    someParked |= result.applied().someParked();
    counts = counts.plus(Counts.of(result.applied()));
    counts = counts.plus(new Counts(0, 0, result.applied().overtaken()));
    for (Outcome outcome : result.outcomes()) {
      if (outcome instanceof Outcome.Failed failed) {
        failedTries += failed.tries();
      } else {
        consumed++;
      }
    }
    tombstones += Collections.frequency(result.outcomes(), Effect.EMPTY);
    parked +=
        Collections.frequency(result.outcomes(), Effect.PARKED) - result.applied().overtaken();
  }

  @Override
  public void paused(String thread, boolean now, int partitions) {
    pausedPartitions = now ? partitions : 0;
  }

  @Override
  public void delivered(Duration took) {}

  @Override
  public void retried(String dependency) {
    retries.add(dependency);
  }

  @Override
  public void close() {
    loop.close();
    parkedLetters.close();
    try {
      registry.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
