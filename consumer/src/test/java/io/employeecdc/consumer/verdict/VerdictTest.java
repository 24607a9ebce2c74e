package io.employeecdc.consumer.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.contract.RegistryException;
import io.employeecdc.runtime.kafka.KafkaFailure;
import io.employeecdc.runtime.kafka.KafkaSettings;
import java.io.EOFException;
import java.net.SocketTimeoutException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.CoordinatorNotAvailableException;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.NotLeaderOrFollowerException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.SslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.postgresql.util.ServerErrorMessage;

class VerdictTest {
  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvFileSource(resources = "/sqlstates.csv")
  void every_sqlstate_of_postgresql_has_its_verdict(String state, String name, Verdict expected) {
    assertThat(Verdict.of(new SQLException("text", state))).as(name).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({"99999, STOP", "ZZ000, STOP", "22ZZZ, ISOLATE", "08ZZZ, RETRY"})
  void a_state_that_is_not_in_the_book_goes_by_its_class_or_stops(String state, Verdict expected) {
    assertThat(Verdict.of(new SQLException("text", state))).isEqualTo(expected);
  }

  static Stream<Arguments> errorsOfTheTarget() {
    return Stream.of(
        Arguments.of("no state", new SQLException("closed"), Verdict.RETRY),
        Arguments.of("a state cut short", new SQLException("odd", "22"), Verdict.RETRY),
        Arguments.of(
            "the connection lost",
            new PSQLException("lost", PSQLState.CONNECTION_FAILURE, new EOFException()),
            Verdict.RETRY),
        Arguments.of(
            "no answer in time",
            new PSQLException(
                "late",
                PSQLState.COMMUNICATION_ERROR,
                new SocketTimeoutException("Read timed out")),
            Verdict.RETRY),
        Arguments.of(
            "a pool without a connection",
            new SQLTransientConnectionException("full"),
            Verdict.RETRY),
        Arguments.of(
            "a pool that was refused",
            new SQLTransientConnectionException("full", null, 0, new SQLException("no", "28P01")),
            Verdict.STOP),
        Arguments.of(
            "a batch with a bad row",
            new BatchUpdateException("batch", "23514", new int[0]),
            Verdict.ISOLATE),
        Arguments.of(
            "a batch that was cut off",
            new BatchUpdateException("batch", "57P01", new int[0]),
            Verdict.RETRY),
        Arguments.of("a value of theirs", unique("employees"), Verdict.ISOLATE),
        Arguments.of("a race for the ledger", unique("processed_events"), Verdict.RETRY),
        Arguments.of("a race for a version", unique("employee_versions"), Verdict.RETRY));
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("errorsOfTheTarget")
  void every_way_in_which_the_target_fails_has_its_verdict(
      String what, SQLException e, Verdict expected) {
    assertThat(Verdict.of(e)).as(what).isEqualTo(expected);
  }

  /** A record is blamed only where the registry said that it does not have its schema. */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "UNREACHABLE, RETRY",
    "REJECTED, RETRY",
    "NOT_FOUND, ISOLATE",
    "NOT_AVRO, ISOLATE",
    "REFUSED, STOP"
  })
  void an_undecodable_value_and_a_registry_that_does_not_answer_are_never_confused(
      RegistryException.Reason reason, Verdict expected) {
    assertThat(Verdict.of(reason)).isEqualTo(expected);
  }

  static Stream<Arguments> errorsOfKafka() {
    return Stream.of(
        Arguments.of(new TimeoutException(), Verdict.RETRY, "UNREACHABLE"),
        Arguments.of(new DisconnectException(), Verdict.RETRY, "UNREACHABLE"),
        Arguments.of(new NotLeaderOrFollowerException(), Verdict.RETRY, "UNREACHABLE"),
        Arguments.of(new CoordinatorNotAvailableException("c"), Verdict.RETRY, "UNREACHABLE"),
        Arguments.of(new AuthenticationException("a"), Verdict.STOP, "REFUSED"),
        Arguments.of(new SaslAuthenticationException("s"), Verdict.STOP, "REFUSED"),
        Arguments.of(new SslAuthenticationException("t"), Verdict.STOP, "REFUSED"),
        Arguments.of(new TopicAuthorizationException("t"), Verdict.STOP, "REFUSED"),
        Arguments.of(new GroupAuthorizationException("g"), Verdict.STOP, "REFUSED"),
        Arguments.of(new InvalidConfigurationException("c"), Verdict.STOP, "CONFIGURATION"),
        Arguments.of(new SerializationException("s"), Verdict.STOP, "none"),
        Arguments.of(new KafkaException("k"), Verdict.STOP, "none"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("errorsOfKafka")
  void every_way_in_which_kafka_fails_has_its_verdict_and_its_exit_code(
      KafkaException e, Verdict expected, String exitCode) {
    KafkaSettings kafka = new KafkaSettings("127.0.0.1:1", Map.of());

    assertThat(Verdict.of(e)).isEqualTo(expected);
    assertThat(
            KafkaFailure.fatal(kafka, "reading", e)
                .map(fatal -> fatal.exitCode().name())
                .orElse("none"))
        .isEqualTo(exitCode);
  }

  private static PSQLException unique(String table) {
    return new PSQLException(
        new ServerErrorMessage("SERROR\0C23505\0Mduplicate key\0t" + table + "\0"));
  }
}
