package io.employeecdc.runtime.kafka;

import static java.util.Map.entry;

import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.failure.TlsFailure;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.InvalidRecordException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.DelegationTokenDisabledException;
import org.apache.kafka.common.errors.DelegationTokenExpiredException;
import org.apache.kafka.common.errors.DelegationTokenNotFoundException;
import org.apache.kafka.common.errors.DelegationTokenOwnerMismatchException;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.GroupMaxSizeReachedException;
import org.apache.kafka.common.errors.InconsistentGroupProtocolException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidGroupIdException;
import org.apache.kafka.common.errors.InvalidPartitionsException;
import org.apache.kafka.common.errors.InvalidReplicationFactorException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.errors.InvalidRequiredAcksException;
import org.apache.kafka.common.errors.InvalidSessionTimeoutException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.InvalidTxnTimeoutException;
import org.apache.kafka.common.errors.MismatchedEndpointTypeException;
import org.apache.kafka.common.errors.OffsetMetadataTooLarge;
import org.apache.kafka.common.errors.PolicyViolationException;
import org.apache.kafka.common.errors.PrincipalDeserializationException;
import org.apache.kafka.common.errors.RecordBatchTooLargeException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SecurityDisabledException;
import org.apache.kafka.common.errors.UnknownServerException;
import org.apache.kafka.common.errors.UnreleasedInstanceIdException;
import org.apache.kafka.common.errors.UnsupportedAssignorException;
import org.apache.kafka.common.errors.UnsupportedByAuthenticationException;
import org.apache.kafka.common.errors.UnsupportedCompressionTypeException;
import org.apache.kafka.common.errors.UnsupportedEndpointTypeException;
import org.apache.kafka.common.errors.UnsupportedForMessageFormatException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.protocol.Errors;

/** What a Kafka error means to a service that cannot pass it by waiting. */
public final class KafkaFailure {
  private static final String ANY_TIME =
      "a record is older or newer than the topic takes; set its message.timestamp.before.max.ms and"
          + " message.timestamp.after.max.ms to "
          + Long.MAX_VALUE;

  private static final String BROKERS_OWN =
      ", in the file of settings of each broker (server.properties), and restart them";

  private static final String CONTROLLERS = "--bootstrap-servers names controllers and no brokers";
  private static final String TOKEN = "check the delegation token in --kafka-config";

  /** What a setting refuses, and will refuse again, with what to do. */
  private static final Map<Class<? extends ApiException>, String> SETTINGS =
      Map.ofEntries(
          entry(InvalidTimestampException.class, ANY_TIME),
          entry(RecordTooLargeException.class, "raise the topic's max.message.bytes"),
          entry(RecordBatchTooLargeException.class, "raise the topic's segment.bytes"),
          // Also of times, where that is wrong with more than one record of a batch.
          entry(
              InvalidRecordException.class,
              ANY_TIME
                  + "; or a record has no key, which a topic whose cleanup.policy is compact"
                  + " does not take"),
          entry(
              InvalidTxnTimeoutException.class,
              "raise transaction.max.timeout.ms to 60000 at least" + BROKERS_OWN),
          entry(
              UnsupportedCompressionTypeException.class,
              "the brokers do not take this compression; look at compression.type"),
          entry(UnsupportedVersionException.class, "the brokers must be of 4.0 or newer"),
          entry(UnsupportedForMessageFormatException.class, "the brokers must be of 4.0 or newer"),
          entry(
              InvalidSessionTimeoutException.class,
              "set group.min.session.timeout.ms to 10000 at most and group.max.session.timeout.ms to"
                  + " 10000 at least"
                  + BROKERS_OWN),
          entry(
              GroupMaxSizeReachedException.class,
              "raise group.max.size to the number of consumers at least, each of the --threads of each"
                  + BROKERS_OWN),
          entry(
              InconsistentGroupProtocolException.class,
              "others read in the same group in another way; check --group"),
          entry(
              UnsupportedAssignorException.class,
              "the brokers do not know the assignor in --kafka-config"),
          entry(
              FencedInstanceIdException.class,
              "another consumer has the same group.instance.id; take it out of --kafka-config"),
          entry(
              UnreleasedInstanceIdException.class,
              "another consumer has the same group.instance.id; take it out of --kafka-config"),
          entry(InvalidGroupIdException.class, "check --group"),
          entry(
              OffsetMetadataTooLarge.class,
              "raise offset.metadata.max.bytes to 4096" + BROKERS_OWN),
          entry(InvalidTopicException.class, "the topic's name is none that Kafka takes"),
          entry(InvalidPartitionsException.class, "check --partitions"),
          entry(InvalidReplicationFactorException.class, "check --replication-factor"),
          entry(InvalidConfigurationException.class, "the brokers do not take a topic's setting"),
          entry(PolicyViolationException.class, "a policy of the brokers forbids it"),
          entry(InvalidRequestException.class, "the brokers must be of 4.0 or newer"),
          entry(InvalidRequiredAcksException.class, "check acks in --kafka-config"),
          entry(MismatchedEndpointTypeException.class, CONTROLLERS),
          entry(UnsupportedEndpointTypeException.class, CONTROLLERS),
          entry(SecurityDisabledException.class, "the brokers have no authorizer.class.name"),
          entry(
              PrincipalDeserializationException.class,
              "the brokers do not understand each other's principals; check their"
                  + " principal.builder.class"),
          entry(DelegationTokenDisabledException.class, TOKEN),
          entry(DelegationTokenExpiredException.class, TOKEN),
          entry(DelegationTokenNotFoundException.class, TOKEN),
          entry(DelegationTokenOwnerMismatchException.class, TOKEN),
          entry(UnsupportedByAuthenticationException.class, TOKEN));

  private KafkaFailure() {}

  public static Throwable unwrap(Throwable error) {
    return error instanceof ExecutionException && error.getCause() != null
        ? error.getCause()
        : error;
  }

  /** True if the brokers said no to who we are or what we want: waiting will not help. */
  public static boolean isRefusal(Throwable error) {
    Throwable said = said(error);
    return said instanceof AuthenticationException || said instanceof AuthorizationException;
  }

  /** True if waiting will not help: a refusal, or a {@link #setting}. */
  public static boolean isPermanent(Throwable error) {
    return isRefusal(error) || setting(error).isPresent();
  }

  /** True if the brokers did not answer, or said to try again. */
  public static boolean isOutage(Throwable error) {
    Throwable said = said(error);
    // What a broker has no word for may be its disk: see decision 0016.
    return said instanceof RetriableException || said instanceof UnknownServerException;
  }

  /** What to do, if a setting of a topic, a broker or a client refuses: waiting will not help. */
  public static Optional<String> setting(Throwable error) {
    return Optional.ofNullable(SETTINGS.get(said(error).getClass()));
  }

  /** What the brokers said: of some errors in a transaction the client passes on the text alone. */
  private static Throwable said(Throwable error) {
    String text = error.getClass() == KafkaException.class ? error.getMessage() : null;
    return text == null
        ? error
        : Stream.of(Errors.values())
            .filter(one -> one != Errors.NONE && text.endsWith(one.message()))
            .<Throwable>map(Errors::exception)
            .findFirst()
            .orElse(error);
  }

  public static CdcException end(KafkaSettings kafka, String doing, Throwable error) {
    return fatal(kafka, doing, error)
        .orElseGet(() -> new CdcException(ExitCode.UNEXPECTED, unwrap(error).toString(), error));
  }

  /** The end of a command, if the error is one of reaching Kafka, being let in or a setting. */
  public static Optional<CdcException> fatal(KafkaSettings kafka, String doing, Throwable error) {
    Throwable cause = said(unwrap(error));
    String what = "%s at Kafka (%s): %s".formatted(doing, kafka, cause.getClass().getSimpleName());
    if (isRefusal(cause)) {
      return Optional.of(new CdcException(ErrorCode.KAFKA_REFUSED, what + explain(cause), cause));
    }
    if (isOutage(cause)) {
      return Optional.of(
          new CdcException(ErrorCode.KAFKA_UNREACHABLE, what + whereToLook(kafka), cause));
    }
    return setting(cause)
        .map(todo -> new CdcException(ErrorCode.KAFKA_SETTING_REFUSES, what + "; " + todo, cause));
  }

  private static String explain(Throwable refusal) {
    Optional<String> tls = TlsFailure.reason(refusal);
    if (tls.isPresent()) {
      return ": %s; check ssl.truststore.location in --kafka-config, and the hosts in --bootstrap-servers"
          .formatted(tls.get());
    }
    if (refusal instanceof SaslAuthenticationException) {
      return ": wrong user or password; check sasl.jaas.config in --kafka-config";
    }
    return refusal instanceof AuthenticationException
        ? "; check security.protocol and sasl.mechanism in --kafka-config"
        : "; check the ACLs of the principal in --kafka-config";
  }

  /** A broker that wants TLS hangs up on whoever does not, and says nothing. */
  private static String whereToLook(KafkaSettings kafka) {
    return kafka.security().containsKey(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG)
        ? "; check --bootstrap-servers"
        : "; check --bootstrap-servers, and --kafka-config if the brokers want TLS";
  }
}
