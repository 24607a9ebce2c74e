package io.employeecdc.runtime.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.runtime.failure.ExitCode;
import java.io.EOFException;
import java.security.cert.CertPathBuilderException;
import java.sql.SQLException;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.postgresql.util.ServerErrorMessage;

class RefusalOrOutageTest {
  private static final DatabaseSettings SOURCE =
      new DatabaseSettings("source", "jdbc:postgresql://db/hr?sslmode=verify-full", "cdc", "");

  static Stream<Arguments> errors() {
    return Stream.of(
        Arguments.of(
            ssl("PKIX path building failed", new CertPathBuilderException("no path")),
            SqlState.SYSTEMIC,
            ExitCode.REFUSED),
        Arguments.of(
            ssl("SSL error", new EOFException("peer went away")),
            SqlState.TRANSIENT,
            ExitCode.UNREACHABLE),
        Arguments.of(
            new PSQLException(
                "The hostname db could not be verified by hostnameverifier PgjdbcHostnameVerifier.",
                PSQLState.CONNECTION_FAILURE),
            SqlState.SYSTEMIC,
            ExitCode.REFUSED),
        Arguments.of(
            new PSQLException("The server does not support SSL.", PSQLState.CONNECTION_REJECTED),
            SqlState.SYSTEMIC,
            ExitCode.REFUSED),
        Arguments.of(
            new PSQLException(new ServerErrorMessage("SFATAL\0C08004\0Mtoo many clients\0")),
            SqlState.TRANSIENT,
            ExitCode.UNREACHABLE),
        Arguments.of(
            new PSQLException("Connection refused.", PSQLState.CONNECTION_UNABLE_TO_CONNECT),
            SqlState.TRANSIENT,
            ExitCode.UNREACHABLE));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void a_refusal_ends_what_an_outage_only_holds_up(
      SQLException error, SqlState state, ExitCode code) {
    assertThat(SqlState.of(error)).isEqualTo(state);
    assertThat(SqlState.fatal(SOURCE, error).exitCode()).isEqualTo(code);
  }

  private static PSQLException ssl(String message, Throwable reason) {
    SSLHandshakeException handshake = new SSLHandshakeException(message);
    handshake.initCause(reason);
    return new PSQLException("SSL error: " + message, PSQLState.CONNECTION_FAILURE, handshake);
  }
}
