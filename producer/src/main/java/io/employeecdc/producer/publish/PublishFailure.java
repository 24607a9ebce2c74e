package io.employeecdc.producer.publish;

import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import io.employeecdc.runtime.kafka.KafkaFailure;
import io.employeecdc.runtime.options.Masked;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.RecordTooLargeException;

/** What a failure to publish means: most pass with a new publisher, a few never will. */
public final class PublishFailure {
  private PublishFailure() {}

  /**
   * Ends the process if a new publisher would meet the same failure.
   *
   * @throws CdcException with exit code 3 if a setting is in the way, 4 if Kafka refuses us, 7 if a
   *     record is larger than the topic allows; the position is kept in each case
   */
  public static void endIfHopeless(PublishSettings settings, KafkaException failure) {
    causes(failure).forEach(cause -> endIfHopeless(settings, cause));
  }

  private static void endIfHopeless(PublishSettings settings, Throwable cause) {
    if (cause instanceof RecordTooLargeException) {
      throw new CdcException(
          ErrorCode.CHANGE_TOO_LARGE,
          "a change is larger than topic '%s' allows and is held, with all that follow it;"
                  .formatted(settings.topic())
              + " raise the topic's max.message.bytes and start again",
          cause);
    }
    if (cause instanceof ConfigException) {
      throw new CdcException(
          ErrorCode.KAFKA_SETTINGS,
          "the settings of --kafka-config make no producer: "
              + Masked.text(String.valueOf(cause.getMessage()), settings.kafka().security()),
          cause);
    }
    if (KafkaFailure.isRefusal(cause) || KafkaFailure.setting(cause).isPresent()) {
      KafkaFailure.fatal(settings.kafka(), "publishing to " + settings.topic(), cause)
          .ifPresent(
              fatal -> {
                throw fatal;
              });
    }
  }

  /**
   * The classes of the failure and its causes, outermost first; their messages may hold anything.
   */
  public static String describe(Throwable failure) {
    return causes(failure)
        .map(cause -> cause.getClass().getSimpleName())
        .distinct()
        .collect(Collectors.joining(", "));
  }

  /** The failure and its causes, outermost first. */
  static Stream<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).limit(5);
  }
}
