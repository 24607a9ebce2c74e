package io.employeecdc.consumer.apply;

import io.employeecdc.runtime.database.SqlState;
import java.sql.SQLException;
import java.util.Set;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** The one place that decides what an error of the target means for a batch. */
public enum Verdict {
  /** The same batch again, later. */
  RETRY,
  /** A record of the batch is at fault: find it. */
  ISOLATE,
  /** End the process; waiting does not help. */
  STOP;

  private static final String UNIQUE_VIOLATION = "23505";

  /** Ours alone, written by statements that cannot break their keys unless two of them race. */
  private static final Set<String> OUR_TABLES = Set.of("processed_events", "employee_versions");

  /** What to do about an error. */
  public static Verdict of(SQLException e) {
    if (isUniqueViolation(e) && OUR_TABLES.contains(table(e))) {
      return RETRY;
    }
    return switch (SqlState.of(e)) {
      case TRANSIENT -> RETRY;
      case OF_ONE_RECORD -> ISOLATE;
      case SYSTEMIC -> STOP;
    };
  }

  /** Whether a change was refused because it has been through before. */
  static boolean isInLedger(SQLException e) {
    return isUniqueViolation(e) && "processed_events".equals(table(e));
  }

  static boolean isUniqueViolation(SQLException e) {
    return UNIQUE_VIOLATION.equals(SqlState.code(e));
  }

  private static String table(SQLException e) {
    ServerErrorMessage server =
        e instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
    return server == null || server.getTable() == null ? "" : server.getTable();
  }
}
