package io.employeecdc.consumer.verdict;

import io.employeecdc.contract.RegistryException;
import io.employeecdc.runtime.database.DataSources;
import io.employeecdc.runtime.database.SqlState;
import io.employeecdc.runtime.kafka.KafkaFailure;
import java.sql.SQLException;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * The one place that decides what an error means for a batch: of the target by SQLSTATE, of the
 * registry by its reason, of Kafka by type.
 */
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

  /** What to do about an error of the registry, met while it was asked for a record's schema. */
  public static Verdict of(RegistryException.Reason reason) {
    return switch (reason) {
      // What rejects us is hardly the registry: something stands in front of it.
      case UNREACHABLE, REJECTED -> RETRY;
      case NOT_FOUND, NOT_AVRO -> ISOLATE;
      case REFUSED -> STOP;
    };
  }

  /** What to do about an error of Kafka; it is never a record's. */
  public static Verdict of(KafkaException e) {
    return KafkaFailure.isOutage(e) ? RETRY : STOP;
  }

  /**
   * What to do about an error of the target: what the driver threw, or a pool's time-out around it.
   */
  public static Verdict of(SQLException thrown) {
    SQLException e = DataSources.rootCause(thrown);
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
  public static boolean isInLedger(SQLException e) {
    return isUniqueViolation(e) && "processed_events".equals(table(e));
  }

  public static boolean isUniqueViolation(SQLException e) {
    return UNIQUE_VIOLATION.equals(SqlState.code(e));
  }

  private static String table(SQLException e) {
    ServerErrorMessage server =
        e instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
    return server == null || server.getTable() == null ? "" : server.getTable();
  }
}
