package io.employeecdc.runtime.kafka;

import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import io.employeecdc.runtime.failure.TlsFailure;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;

/** What a Kafka error means to a service that cannot pass it by waiting. */
public final class KafkaFailure {
  private KafkaFailure() {}

  /** The cause, for errors of futures. */
  public static Throwable unwrap(Throwable error) {
    return error instanceof ExecutionException && error.getCause() != null
        ? error.getCause()
        : error;
  }

  /** True if the brokers said no to who we are or what we want: waiting will not help. */
  public static boolean isRefusal(Throwable error) {
    return error instanceof AuthenticationException || error instanceof AuthorizationException;
  }

  /** True if the brokers did not answer, or said to try again. */
  public static boolean isOutage(Throwable error) {
    return error instanceof TimeoutException || error instanceof RetriableException;
  }

  /** The end of a command, if the error is one of reaching Kafka or being let in. */
  public static Optional<CdcException> fatal(KafkaSettings kafka, String doing, Throwable error) {
    Throwable cause = unwrap(error);
    String what = "%s at Kafka (%s): %s".formatted(doing, kafka, cause.getClass().getSimpleName());
    if (isRefusal(cause)) {
      return Optional.of(new CdcException(ErrorCode.KAFKA_REFUSED, what + explain(cause), cause));
    }
    return isOutage(cause)
        ? Optional.of(
            new CdcException(ErrorCode.KAFKA_UNREACHABLE, what + whereToLook(kafka), cause))
        : Optional.empty();
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
