package io.employeecdc.consumer.failure;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.contract.RegistryException;
import io.employeecdc.contract.table.Contract;
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

class FailurePolicyTest {
  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvFileSource(resources = "/sqlstates.csv")
  void every_sqlstate_of_postgresql_has_its_verdict(
      String state, String name, FailurePolicy expected) {
    assertThat(FailurePolicy.of(new SQLException("text", state))).as(name).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({"99999, SYSTEMIC", "ZZ000, SYSTEMIC", "22ZZZ, OF_RECORD", "08ZZZ, OUTAGE"})
  void a_state_that_is_not_in_the_book_goes_by_its_class_or_stops(
      String state, FailurePolicy expected) {
    assertThat(FailurePolicy.of(new SQLException("text", state))).isEqualTo(expected);
  }

  static Stream<Arguments> errorsOfTheTarget() {
    return Stream.of(
        Arguments.of("no state", new SQLException("closed"), FailurePolicy.OUTAGE),
        Arguments.of("a state cut short", new SQLException("odd", "22"), FailurePolicy.OUTAGE),
        Arguments.of(
            "the connection lost",
            new PSQLException("lost", PSQLState.CONNECTION_FAILURE, new EOFException()),
            FailurePolicy.OUTAGE),
        Arguments.of(
            "no answer in time",
            new PSQLException(
                "late",
                PSQLState.COMMUNICATION_ERROR,
                new SocketTimeoutException("Read timed out")),
            FailurePolicy.OUTAGE),
        Arguments.of(
            "a pool without a connection",
            new SQLTransientConnectionException("full"),
            FailurePolicy.OUTAGE),
        Arguments.of(
            "a pool that was refused",
            new SQLTransientConnectionException("full", null, 0, new SQLException("no", "28P01")),
            FailurePolicy.SYSTEMIC),
        Arguments.of(
            "a batch with a bad row",
            new BatchUpdateException("batch", "23514", new int[0]),
            FailurePolicy.OF_RECORD),
        Arguments.of(
            "a batch that was cut off",
            new BatchUpdateException("batch", "57P01", new int[0]),
            FailurePolicy.OUTAGE),
        Arguments.of("a value of theirs", unique("employees"), FailurePolicy.CURABLE),
        Arguments.of("a race for the ledger", unique("processed_events"), FailurePolicy.OUTAGE),
        Arguments.of("a race for a version", unique("employee_versions"), FailurePolicy.OUTAGE));
  }

  @ParameterizedTest(name = "{0}: {2}")
  @MethodSource("errorsOfTheTarget")
  void every_way_in_which_the_target_fails_has_its_verdict(
      String what, SQLException e, FailurePolicy expected) {
    assertThat(FailurePolicy.of(e, Contract.standard().table().names()))
        .as(what)
        .isEqualTo(expected);
  }

  /** A record is blamed only where the registry said that it does not have its schema. */
  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "UNREACHABLE, OUTAGE",
    "REJECTED, OUTAGE",
    "NOT_FOUND, OF_RECORD",
    "NOT_AVRO, OF_RECORD",
    "REFUSED, SYSTEMIC"
  })
  void an_undecodable_value_and_a_registry_that_does_not_answer_are_never_confused(
      RegistryException.Reason reason, FailurePolicy expected) {
    assertThat(FailurePolicy.of(reason)).isEqualTo(expected);
  }

  static Stream<Arguments> errorsOfKafka() {
    return Stream.of(
        Arguments.of(new TimeoutException(), FailurePolicy.OUTAGE, "UNREACHABLE"),
        Arguments.of(new DisconnectException(), FailurePolicy.OUTAGE, "UNREACHABLE"),
        Arguments.of(new NotLeaderOrFollowerException(), FailurePolicy.OUTAGE, "UNREACHABLE"),
        Arguments.of(
            new CoordinatorNotAvailableException("c"), FailurePolicy.OUTAGE, "UNREACHABLE"),
        Arguments.of(new AuthenticationException("a"), FailurePolicy.SYSTEMIC, "REFUSED"),
        Arguments.of(new SaslAuthenticationException("s"), FailurePolicy.SYSTEMIC, "REFUSED"),
        Arguments.of(new SslAuthenticationException("t"), FailurePolicy.SYSTEMIC, "REFUSED"),
        Arguments.of(new TopicAuthorizationException("t"), FailurePolicy.SYSTEMIC, "REFUSED"),
        Arguments.of(new GroupAuthorizationException("g"), FailurePolicy.SYSTEMIC, "REFUSED"),
        Arguments.of(
            new InvalidConfigurationException("c"), FailurePolicy.SYSTEMIC, "CONFIGURATION"),
        Arguments.of(new SerializationException("s"), FailurePolicy.SYSTEMIC, "none"),
        Arguments.of(new KafkaException("k"), FailurePolicy.SYSTEMIC, "none"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("errorsOfKafka")
  void every_way_in_which_kafka_fails_has_its_verdict_and_its_exit_code(
      KafkaException e, FailurePolicy expected, String exitCode) {
    KafkaSettings kafka = new KafkaSettings("127.0.0.1:1", Map.of());

    assertThat(FailurePolicy.of(e)).isEqualTo(expected);
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
