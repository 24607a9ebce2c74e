package io.employeecdc.runtime.database;

import io.employeecdc.runtime.failure.TlsFailure;
import java.io.FileNotFoundException;
import java.sql.SQLException;
import java.util.Optional;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;

/**
 * Finds the refusals among the failures that the driver reports as lost connections: nobody has to
 * wait for a certificate to become another one.
 */
final class DatabaseRefusal {
  /** Stands in the driver's message, whatever its language. */
  private static final String HOST_NAME_CHECK = "PgjdbcHostnameVerifier";

  private DatabaseRefusal() {}

  /**
   * The reason and the settings to look at; empty if waiting may help.
   *
   * @param side {@code source} or {@code target}
   */
  static Optional<String> explain(SQLException e, String side) {
    String url = "--" + side + "-url";
    if (String.valueOf(e.getMessage()).contains(HOST_NAME_CHECK)) {
      return Optional.of(
          "the server's certificate is for another host name; check the host in " + url);
    }
    Optional<String> tls = TlsFailure.reason(e);
    if (tls.isPresent()) {
      return Optional.of(tls.get() + "; check sslrootcert and the host in " + url);
    }
    if (e.getCause() instanceof FileNotFoundException) {
      return Optional.of("a certificate's file cannot be read; check sslrootcert in " + url);
    }
    return isDriversOwn(e, PSQLState.CONNECTION_REJECTED)
        ? Optional.of(
            "we and the server do not agree about encryption or passwords; check sslmode in %s, and --%s-password-file"
                .formatted(url, side))
        : Optional.empty();
  }

  /** Servers and poolers use the same state when they have too many connections, which passes. */
  private static boolean isDriversOwn(SQLException e, PSQLState state) {
    return state.getState().equals(e.getSQLState())
        && e instanceof PSQLException psql
        && psql.getServerErrorMessage() == null;
  }
}
