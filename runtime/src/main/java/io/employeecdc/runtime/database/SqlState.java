package io.employeecdc.runtime.database;

import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import java.sql.SQLException;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a PostgreSQL error means to a service, decided by SQLSTATE (PostgreSQL, appendix A).
 *
 * <p>The server's own message and detail may quote a row's values, so neither leaves this class.
 */
public enum SqlState {
  /** Passes by itself: try the same again. */
  TRANSIENT,
  /** The fault of one row. */
  OF_ONE_RECORD,
  /** Nothing will work until somebody changes the set-up. */
  SYSTEMIC;

  /** The session, or the server as a standby, may not write. */
  public static final String READ_ONLY = "25006";

  /** A trigger of the target took a row out of a statement's write. */
  public static final String NOT_WRITTEN = "27000";

  /**
   * Connection lost (08), rolled back by the server (40: serialization, deadlock), resources (53),
   * operator intervention (57: shutdown, crash, cancelled), system error (58), snapshot too old
   * (72), and single states: lock not available, object in use, read-only (a standby that will be
   * promoted), a session ended because its transaction stood still or took too long.
   */
  private static final Set<String> TRANSIENT_CLASSES = Set.of("08", "40", "53", "57", "58", "72");

  private static final String POOLED =
      ": a pooler gives each transaction another session; set its pool_mode to session, or connect"
          + " to the database itself: ";

  /** A prepared statement is not there, or another's is: a pooler changes the session below us. */
  private static final Set<String> OTHER_SESSION_STATES = Set.of("26000", "42P05");

  private static final Set<String> TRANSIENT_STATES =
      Set.of("55P03", "55006", READ_ONLY, "25P03", "25P04");

  /** Cardinality (21), data (22), constraint (23), check of a view (44). */
  private static final Set<String> RECORD_CLASSES = Set.of("21", "22", "23", "44");

  /**
   * A constraint found broken at the end of a transaction; a value too long for an index; what a
   * trigger of the table says of a row by RAISE EXCEPTION.
   */
  private static final Set<String> RECORD_STATES = Set.of("40002", "54000", "P0001", NOT_WRITTEN);

  static final String PASSWORD_REFUSED = "28P01";

  public static SqlState of(SQLException e) {
    if (e instanceof PasswordChange.Pending) {
      return TRANSIENT;
    }
    return DatabaseRefusal.explain(e, "").isPresent() ? SYSTEMIC : of(code(e));
  }

  /**
   * The class of a SQLSTATE; anything unknown is systemic, so that nothing is dead-lettered by
   * guess.
   *
   * @param state five characters
   */
  public static SqlState of(String state) {
    String group = state.substring(0, 2);
    if (RECORD_STATES.contains(state) || RECORD_CLASSES.contains(group)) {
      return OF_ONE_RECORD;
    }
    return TRANSIENT_STATES.contains(state) || TRANSIENT_CLASSES.contains(group)
        ? TRANSIENT
        : SYSTEMIC;
  }

  /** All that can be the fault of one row; the driver has an empty one beside them. */
  public static Set<String> ofOneRecord() {
    return KnownStates.ALL.stream()
        .filter(state -> state.length() == 5 && of(state) == OF_ONE_RECORD)
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * The five-character SQLSTATE, one that PostgreSQL or its driver has; {@code 08000} where the
   * driver gives none, as on a closed socket.
   */
  public static String code(SQLException e) {
    String state = e.getSQLState();
    return state == null || state.length() != 5 ? "08000" : KnownStates.of(state);
  }

  /**
   * The SQLSTATE and nothing else: a trigger may put a row's values also where the names of table,
   * column and constraint should be.
   */
  public static String describe(SQLException e) {
    return "SQLSTATE "
        + code(e)
        + (e instanceof PasswordChange.Pending
            ? ": the password is refused; its file is read again at each try"
            : code(e).equals(READ_ONLY)
                ? ": it may not be written, as a standby, or as default_transaction_read_only is"
                    + " on for it or for our role"
                : "");
  }

  /** Whether the server has undone the transaction for the sake of another one. */
  public static boolean isConflict(SQLException e) {
    return code(e).startsWith("40") && of(e) == TRANSIENT;
  }

  public static ErrorCode errorCode(SQLException e) {
    if (DatabaseRefusal.explain(e, "").isPresent()) {
      return ErrorCode.DATABASE_TLS;
    }
    if (code(e).equals("42501")) {
      return ErrorCode.DATABASE_PRIVILEGE;
    }
    if (code(e).startsWith("28")) {
      return ErrorCode.DATABASE_LOGIN;
    }
    return of(e) == TRANSIENT ? ErrorCode.DATABASE_UNREACHABLE : ErrorCode.DATABASE_NOT_SET_UP;
  }

  /** The end of a command that met an error it cannot pass by waiting. */
  public static CdcException fatal(DatabaseSettings database, SQLException e) {
    String where = "the " + database.side() + " database (" + database + "): " + describe(e);
    String option = "--" + database.side();
    ErrorCode code = errorCode(e);
    String message =
        switch (code) {
          case DATABASE_TLS ->
              "refused: "
                  + where
                  + DatabaseRefusal.explain(e, database.side()).map(text -> ": " + text).orElse("");
          case DATABASE_LOGIN -> "refused by %s; check %s".formatted(where, credentials(e, option));
          case DATABASE_UNREACHABLE ->
              isConflict(e)
                  ? where + ": other transactions were in the way; run it again"
                  : (code(e).equals(READ_ONLY) ? "cannot use " : "cannot reach ")
                      + where
                      + "; check "
                      + option
                      + "-url";
          case DATABASE_PRIVILEGE ->
              where
                  + ": a privilege is missing, or row level security hides rows from it; check the"
                  + " grants of "
                  + option
                  + "-user, which needs BYPASSRLS where a table has policies";
          default ->
              OTHER_SESSION_STATES.contains(code(e))
                  ? where + POOLED + option + "-url"
                  : where + "; check " + option + "-url and run 'cdc setup'";
        };
    return new CdcException(code, message, e);
  }

  /** Two connections of ours had the same session. */
  static CdcException pooled(DatabaseSettings database) {
    return new CdcException(
        ErrorCode.DATABASE_NOT_SET_UP,
        "the %s database (%s)".formatted(database.side(), database)
            + POOLED
            + "--%s-url".formatted(database.side()));
  }

  /** Without the right kind of connection nobody is asked for a password. */
  private static String credentials(SQLException e, String option) {
    return code(e).equals(PASSWORD_REFUSED)
        ? option + "-user and " + option + "-password-file"
        : "%1$s-user, %1$s-password-file and sslmode in %1$s-url".formatted(option);
  }
}
