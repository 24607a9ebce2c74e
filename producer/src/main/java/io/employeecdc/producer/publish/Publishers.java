package io.employeecdc.producer.publish;

import io.employeecdc.producer.capture.Position;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import io.employeecdc.runtime.kafka.TopicExpectations;
import io.employeecdc.runtime.logging.Coded;
import io.employeecdc.runtime.service.Housekeeping;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntPredicate;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens one publisher after the other, until another producer takes over.
 *
 * <p>Kafka's errors cannot tell whether one did. A transaction that the coordinator ended for its
 * age fails like one that a successor ended; and a producer that is being replaced may see a
 * failure first that any outage could cause. To open a publisher then would be to fence the
 * successor. So whoever takes over writes its name beside the position, and whoever lost a
 * publisher looks there before it opens another.
 */
public final class Publishers {
  private static final Logger LOG = LoggerFactory.getLogger(Publishers.class);

  /** So long may a successor take from fencing us to writing its name. */
  private static final Duration TAKEOVER = Duration.ofSeconds(5);

  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  private final PublishSettings settings;
  private final IntPredicate schemas;
  private final MeterRegistry meters;
  private final String instance = UUID.randomUUID().toString();
  private final PositionReader positions;
  private final TopicExpectations topics;

  /** Into which the last publisher writes; null before the first. */
  private volatile TopicIdentity topic;

  private boolean ours;
  private long claim;
  private Duration patience = Duration.ZERO;

  /**
   * The publishers of one run of the producer. Opens none yet.
   *
   * @param topics what is relied on in the topics
   * @param schemas whether a schema's id is one of the topic's contract
   * @param meters where Kafka's own metrics go
   */
  public Publishers(
      PublishSettings settings,
      TopicExpectations topics,
      IntPredicate schemas,
      MeterRegistry meters) {
    this.settings = settings;
    this.schemas = schemas;
    this.topics = topics;
    this.meters = meters;
    this.positions = new PositionReader(settings);
  }

  /**
   * Opens a publisher: the first takes over from any other producer with this id.
   *
   * @throws CdcException with exit code 8 if another producer took over since, 7 if the position
   *     was deleted or the topic is another one, 3 if the topics are not as they must be
   * @throws KafkaException if the brokers do not answer or refuse
   */
  public Publisher open() throws InterruptedException {
    if (ours) {
      lookForSuccessor();
    }
    TopicIdentity now = TopicIdentity.of(topics.ask().get(settings.topic()));
    Publisher opened;
    try {
      opened =
          Publisher.open(
              settings,
              List.of(
                  new RecordHeader(
                      PositionReader.INSTANCE, instance.getBytes(StandardCharsets.UTF_8)),
                  now.header()),
              stored -> {
                check(stored);
                return start(stored, now);
              },
              meters);
    } catch (KafkaException e) {
      yieldIfFenced(e);
      throw e;
    }
    ours = true;
    topic = now;
    claim = opened.claim();
    return opened;
  }

  /**
   * Looks whether the topics are still as they must be.
   *
   * @throws CdcException with exit code 3 or 7 and what to do, if they are not
   * @throws KafkaException if the brokers do not answer or refuse
   */
  public void verifyTopics() {
    verify(topics.ask());
  }

  /** The same again and again; not started. */
  public Housekeeping scheduleVerification() {
    return topics.schedule(this::verify);
  }

  private void verify(Map<String, TopicDescription> there) {
    TopicIdentity before = topic;
    if (before != null) {
      before.change(TopicIdentity.of(there.get(settings.topic()))).ifPresent(what -> stop(what));
    }
  }

  private Position start(PositionReader.Stored stored, TopicIdentity now) {
    String what = stored.topic().flatMap(before -> before.change(now)).orElse("");
    if (what.isEmpty()) {
      return stored.position();
    }
    if (settings.onTopicChange() == OnTopicChange.STOP) {
      stop(what);
    }
    Coded.warn(LOG, ErrorCode.TOPIC_CHANGED, "topic {} {}", settings.topic(), what);
    return settings.onTopicChange() == OnTopicChange.CONTINUE
        ? stored.position()
        : mirrored(stored, now);
  }

  private Position mirrored(PositionReader.Stored stored, TopicIdentity now) {
    int before = stored.topic().map(TopicIdentity::partitions).orElse(0);
    if (before != now.partitions()) {
      stop("is no mirror of the one before, which had %d partitions".formatted(before));
    }
    if (positions.read(one -> one.topic().equals(Optional.of(now))).offset() >= 0) {
      stop("was published into here, and a mirror has brought another's positions since: end it");
    }
    Position position = new MirroredPosition(settings, schemas).find();
    LOG.info(
        "goes on where a mirror is known to have come: what was published after action_id {} comes again, up to {}",
        position.highest(),
        stored.position().highest());
    return position;
  }

  private void stop(String what) {
    throw new CdcException(
        ErrorCode.TOPIC_CHANGED,
        "topic '%s' %s; see 'A topic that is another one' in the runbook, or start once with --on-topic-change continue; with 'mirrored' where a mirror filled it"
            .formatted(settings.topic(), what));
  }

  /** Closes a publisher that could not be settled. */
  public void abandon(Publisher lost, KafkaException why) {
    yieldIfFenced(why);
    try {
      lost.close();
    } catch (KafkaException e) {
      LOG.debug("the lost publisher did not close cleanly", e);
    }
  }

  /** Whoever fenced us gets the time to write its name. */
  private void yieldIfFenced(KafkaException why) {
    if (isFenced(why)) {
      patience = TAKEOVER;
    }
  }

  private void lookForSuccessor() throws InterruptedException {
    long deadline = System.nanoTime() + patience.toNanos();
    look();
    while (System.nanoTime() < deadline) {
      Thread.sleep(LOOK_EVERY.toMillis());
      look();
    }
    patience = Duration.ZERO;
  }

  /**
   * Sees nothing of ours, nor of a successor, while another producer id's transaction that began
   * before our claim is open.
   */
  private void look() {
    PositionReader.Stored last = positions.look();
    if (last.offset() > claim) {
      check(last);
    }
  }

  private void check(PositionReader.Stored last) {
    if (ours && last.equals(PositionReader.Stored.NONE)) {
      throw new CdcException(
          ErrorCode.POSITION_LOST,
          "topic '%s' lost the position of --producer-id '%s', and all changes would be published"
                  .formatted(settings.positionTopic(), settings.producerId())
              + " again; restore the topic, or start again if that is what you want");
    }
    if (ours && !instance.equals(last.instance())) {
      throw new CdcException(
          ErrorCode.FENCED,
          "another producer with --producer-id '%s' took over; this one ends, nothing is lost"
              .formatted(settings.producerId()));
    }
  }

  /**
   * Where a producer learns that its transaction was taken away decides how: the coordinator calls
   * it fenced, a partition's leader calls its epoch invalid, or its transaction if that ended
   * between the check and the write; the client may wrap each.
   */
  private static boolean isFenced(Throwable failure) {
    return PublishFailure.causes(failure)
        .anyMatch(
            cause ->
                cause instanceof ProducerFencedException
                    || cause instanceof InvalidProducerEpochException
                    || cause instanceof InvalidTxnStateException);
  }
}
