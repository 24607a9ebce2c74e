package io.employeecdc.producer;

import io.employeecdc.producer.capture.ChangeBatch;
import io.employeecdc.producer.capture.Position;
import io.employeecdc.producer.publish.PublishFailure;
import io.employeecdc.producer.publish.Publisher;
import io.employeecdc.producer.publish.Publishers;
import io.employeecdc.runtime.database.DataSources;
import io.employeecdc.runtime.database.SqlState;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import io.employeecdc.runtime.kafka.TopicRole;
import io.employeecdc.runtime.logging.Coded;
import io.employeecdc.runtime.management.Progress;
import io.employeecdc.runtime.service.Backoff;
import io.employeecdc.runtime.service.Shutdown;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a batch, sends it, moves on; commits when there is no more or a chunk is full. Whatever
 * fails, the position in the topic is the truth: after a Kafka failure the publisher, or the next
 * one, says where to go on.
 */
final class ProducerLoop implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ProducerLoop.class);

  /** Records that are sent wait so long at most for more to share their transaction. */
  private static final Duration MOST_WAIT = Duration.ofMillis(50);

  /** A Kafka that takes little still gets it in time. */
  private static final Duration OLDEST = Duration.ofSeconds(2);

  /** Between two looks whether the source is as it must be: what is not is told within 30 s. */
  private static final Duration VERIFY_EVERY = Duration.ofSeconds(29);

  private final ProducerSettings settings;
  private final CaptureReader reader;
  private final Publishers publishers;
  private final ProducerMetrics metrics;
  private final Progress progress;
  private final Backoff backoff;
  private final Clock clock;
  private final IdlePause pause;
  private Publisher publisher;

  /** What is read next; there may be records before it that are sent, but not committed. */
  private Position position;

  private volatile Position published;

  /** When the difference that is being read was opened; null if that was not by this process. */
  private Instant opened;

  private volatile Instant publishedThrough;
  private boolean warnedOfOldChanges;

  /** Also after each failure of the source, which may be another one when it is back. */
  private Instant nextVerification = Instant.MIN;

  ProducerLoop(ProducerSettings settings, Collaborators with) {
    this.settings = settings;
    this.reader = with.reader;
    this.publishers = with.publishers;
    this.metrics = with.metrics;
    this.progress = with.progress;
    this.backoff = with.backoff;
    this.clock = with.clock;
    this.pause = new IdlePause(settings.pollInterval(), clock);
  }

  /** What the loop works with. */
  record Collaborators(
      CaptureReader reader,
      Publishers publishers,
      ProducerMetrics metrics,
      Progress progress,
      Backoff backoff,
      Clock clock) {}

  void run(Shutdown shutdown) throws InterruptedException {
    try {
      while (!shutdown.asked()) {
        shutdown.pause(pollOnce());
      }
    } catch (RuntimeException | Error e) {
      shutdown.ask(e);
      throw e;
    }
    if (publisher != null) {
      commitLast();
    }
  }

  /** What is sent already need not be sent again by whoever comes next. */
  private void commitLast() {
    try {
      commitPending();
    } catch (KafkaException e) {
      LOG.debug("what was sent last is not committed, and will be sent again", e);
    }
  }

  /** Returns how long to wait before the next. */
  Duration pollOnce() throws InterruptedException {
    try {
      if (publisher == null) {
        publisher = publishers.open();
        position = publisher.committed();
        published = position;
        opened = null;
      }
      if (position.isBetweenDifferences()) {
        opened = clock.instant();
      }
      verifySource();
      ChangeBatch batch = read();
      if (batch.records() > 0) {
        warnOfOldChanges(batch);
        publisher.send(batch);
      }
      position = batch.next();
      if (!batch.hasMore() || publisher.isFull(settings.chunkSize(), OLDEST)) {
        commitPending();
      }
      reportBacklog(batch);
      reportThrough(batch);
      if (publisher.pending() == 0) {
        backoff.succeeded();
        progress.done();
      }
      return pauseAfter(batch);
    } catch (SQLException e) {
      return retrySource(DataSources.rootCause(e));
    } catch (KafkaException e) {
      return retryKafka(e);
    } catch (CdcException e) {
      // Asked by a change that older triggers captured, which is written as an older version.
      if (e.code() != ErrorCode.REGISTRY_UNREACHABLE) {
        throw e;
      }
      return retry("registry", "the registry (%s)".formatted(settings.registry().url()));
    }
  }

  /** Everything up to here is published; null before the first round. */
  Position published() {
    return published;
  }

  /**
   * The moment, by this process's clock, up to which all that was committed in the source is
   * committed in the topic; empty while that is not known.
   */
  Optional<Instant> publishedThrough() {
    return Optional.ofNullable(publishedThrough);
  }

  @Override
  public void close() {
    reader.close();
    if (publisher != null) {
      publisher.close();
    }
  }

  /**
   * What comes next in the source. Nothing that was sent waits for a source that is slow or away.
   */
  private ChangeBatch read() throws SQLException, InterruptedException {
    if (!reader.isReady(position, MOST_WAIT)) {
      commitPending();
    }
    return reader.next(position);
  }

  /**
   * A record has the time of its change, from which Kafka counts for how long every change stays:
   * of what was captured before that, a delete may go before a consumer has read it.
   */
  private void warnOfOldChanges(ChangeBatch batch) {
    Instant oldest = Instant.ofEpochMilli(batch.timestamp(0));
    if (!warnedOfOldChanges && oldest.isBefore(clock.instant().minus(TopicRole.EVERY_CHANGE))) {
      warnedOfOldChanges = true;
      Coded.warn(
          LOG,
          ErrorCode.TARGET_BEHIND,
          "publishes changes of {}, which Kafka need not keep until they are read, as they are more than {} days old; once all is applied, run 'cdc verify --repair'",
          oldest,
          TopicRole.EVERY_CHANGE.toDays());
    }
  }

  private void verifySource() throws SQLException {
    Instant now = clock.instant();
    if (!now.isBefore(nextVerification)) {
      reader.verify(position);
      nextVerification = now.plus(VERIFY_EVERY);
    }
  }

  private void commitPending() {
    if (publisher.pending() > 0) {
      metrics.published(publisher.commit(position));
      backoff.succeeded();
      progress.done();
    }
    published = position;
  }

  private void reportBacklog(ChangeBatch batch) {
    Duration age =
        batch.hasMore() && batch.changes() > 0
            ? Duration.between(Instant.ofEpochMilli(batch.timestamp(0)), clock.instant())
            : Duration.ZERO;
    metrics.backlog(batch.next().remaining() + publisher.pending(), age);
  }

  /** A difference sees all that was committed before it was opened. */
  private void reportThrough(ChangeBatch batch) {
    if (!batch.hasMore() && opened != null) {
      publishedThrough = opened;
      metrics.publishedThrough(opened);
    }
  }

  private Duration pauseAfter(ChangeBatch batch) {
    if (batch.hasMore()) {
      return Duration.ZERO;
    }
    return batch.changes() > 0 ? pause.begin() : pause.more();
  }

  private Duration retrySource(SQLException e) {
    if (SqlState.of(e) != SqlState.TRANSIENT) {
      throw SqlState.fatal(settings.source(), e);
    }
    nextVerification = Instant.MIN;
    return retry("source", "the source database (" + SqlState.describe(e) + ")");
  }

  private Duration retryKafka(KafkaException e) {
    reader.forget();
    KafkaException failure = publisher == null ? e : settle(e);
    PublishFailure.endIfHopeless(settings.publish(), failure);
    verifyTopics();
    return retry("kafka", "Kafka (" + PublishFailure.describe(failure) + ")");
  }

  /**
   * What failed may be that the topic is gone, or another one. Without a publisher the next one
   * looks.
   */
  private void verifyTopics() {
    if (publisher != null) {
      try {
        publishers.verifyTopics();
      } catch (KafkaException e) {
        LOG.debug("the topics cannot be looked at", e);
      }
    }
  }

  /**
   * Ends the transaction that failed.
   *
   * @return what the failure comes down to
   */
  private KafkaException settle(KafkaException failure) {
    try {
      publisher.settle().ifPresent(metrics::published);
      position = publisher.committed();
      published = position;
      opened = null;
      return failure;
    } catch (KafkaException unsettled) {
      publishers.abandon(publisher, unsettled);
      publisher = null;
      return failure;
    }
  }

  private Duration retry(String reason, String waitingFor) {
    Duration wait = backoff.next();
    if (backoff.failures() == 1) {
      Coded.warn(LOG, ErrorCode.unreachable(reason), "waiting for {}", waitingFor);
    }
    progress.waiting(waitingFor);
    metrics.retried(reason);
    return wait;
  }
}
