package io.employeecdc.producer.publish;

import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.UUID;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
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
  private final MeterRegistry meters;
  private final String instance = UUID.randomUUID().toString();
  private final PositionReader positions;
  private boolean ours;
  private long claim;
  private Duration patience = Duration.ZERO;

  /**
   * The publishers of one run of the producer. Opens none yet.
   *
   * @param meters where Kafka's own metrics go
   */
  public Publishers(PublishSettings settings, MeterRegistry meters) {
    this.settings = settings;
    this.meters = meters;
    this.positions = new PositionReader(settings);
  }

  /**
   * Opens a publisher: the first takes over from any other producer with this id.
   *
   * @throws CdcException with exit code 8 if another producer took over since, 7 if the position
   *     was deleted
   * @throws KafkaException if the brokers do not answer or refuse
   */
  public Publisher open() throws InterruptedException {
    if (ours) {
      lookForSuccessor();
    }
    Publisher opened;
    try {
      opened = Publisher.open(settings, instance, this::check, meters);
    } catch (KafkaException e) {
      yieldIfFenced(e);
      throw e;
    }
    ours = true;
    claim = opened.claim();
    return opened;
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
