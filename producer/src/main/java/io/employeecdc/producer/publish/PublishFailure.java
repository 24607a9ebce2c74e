package io.employeecdc.producer.publish;

import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.kafka.KafkaFailure;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a failure to publish means: most pass with a new publisher, a few never will. */
public final class PublishFailure {
  private static final Logger LOG = LoggerFactory.getLogger(PublishFailure.class);

  private PublishFailure() {}

  /**
   * Ends the process if a new publisher would meet the same failure.
   *
   * @throws CdcException with exit code 8 if another producer took over, 4 if Kafka refuses us, 7
   *     if a record is larger than the topic allows; the position is kept in each case
   */
  public static void endIfHopeless(PublishSettings settings, KafkaException failure) {
    if (isFenced(failure)) {
      throw new CdcException(
          ExitCode.FENCED,
          "another producer with --producer-id '%s' took over; this one ends, nothing is lost"
              .formatted(settings.producerId()),
          failure);
    }
    if (failure instanceof RecordTooLargeException) {
      throw new CdcException(
          ExitCode.DATA,
          "a change is larger than topic '%s' allows and is held, with all that follow it;"
                  .formatted(settings.topic())
              + " raise the topic's max.message.bytes and start again",
          failure);
    }
    if (KafkaFailure.isRefusal(failure)) {
      KafkaFailure.fatal(settings.kafka(), "publishing", failure)
          .ifPresent(
              fatal -> {
                throw fatal;
              });
    }
  }

  /**
   * Where the fenced producer learns of it decides how: the coordinator calls it fenced, a
   * partition's leader calls its epoch invalid, or its transaction if that ended between the check
   * and the write; the client may wrap each. To take one for an outage would be to fence the
   * successor.
   */
  static boolean isFenced(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ProducerFencedException
          || cause instanceof InvalidProducerEpochException
          || cause instanceof InvalidTxnStateException) {
        return true;
      }
    }
    return false;
  }

  /**
   * The classes of the failure and its causes, outermost first; their messages may hold anything.
   */
  public static String describe(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
        .limit(5)
        .map(cause -> cause.getClass().getSimpleName())
        .distinct()
        .collect(Collectors.joining(", "));
  }

  /** Closes a failed publisher, whose own complaint adds nothing. Always null. */
  public static Publisher closeQuietly(Publisher failed) {
    if (failed != null) {
      try {
        failed.close();
      } catch (KafkaException e) {
        LOG.debug("the failed publisher did not close cleanly", e);
      }
    }
    return null;
  }
}
