package io.employeecdc.consumer.failure;

import io.employeecdc.contract.RegistryException;
import io.employeecdc.contract.table.TableNames;
import io.employeecdc.runtime.database.DataSources;
import io.employeecdc.runtime.database.SqlState;
import io.employeecdc.runtime.kafka.KafkaFailure;
import java.sql.SQLException;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * The one table of errors: of the target by SQLSTATE, of the registry by its reason, of Kafka by
 * type.
 */
public enum FailurePolicy {
  /** The same batch again, later; never a dead letter unless that is asked for. */
  OUTAGE,
  /** A record of the batch is at fault, and nothing but the record can cure it. */
  OF_RECORD,
  /** A record of the batch is at fault, and another record, or row, may cure it: it is parked. */
  CURABLE,
  /** End the process; waiting does not help. */
  SYSTEMIC;

  /**
   * RESTRICT, FOREIGN KEY, UNIQUE and exclusion constraints, the same found at the end of a
   * transaction, and what a trigger refuses by RAISE EXCEPTION.
   */
  private static final Set<String> CURABLE_STATES =
      Set.of("23001", "23503", "23505", "23P01", "40002", "P0001");

  private static final String UNIQUE_VIOLATION = "23505";

  /** What to do about an error of the registry, met while it was asked for a record's schema. */
  public static FailurePolicy of(RegistryException.Reason reason) {
    return switch (reason) {
      // What rejects us is hardly the registry: something stands in front of it.
      case UNREACHABLE, REJECTED -> OUTAGE;
      case NOT_FOUND, NOT_AVRO -> OF_RECORD;
      case REFUSED -> SYSTEMIC;
    };
  }

  /** What to do about an error of Kafka; it is never a record's. */
  public static FailurePolicy of(KafkaException e) {
    return KafkaFailure.isOutage(e) ? OUTAGE : SYSTEMIC;
  }

  /**
   * What to do about an error of the target, where our own tables are written too.
   *
   * @param names of our tables, whose keys our statements cannot break unless two of them race
   */
  public static FailurePolicy of(SQLException thrown, TableNames names) {
    SQLException e = DataSources.rootCause(thrown);
    return SqlState.code(e).equals(UNIQUE_VIOLATION) && names.isOurs(table(e)) ? OUTAGE : of(e);
  }

  /**
   * What to do about an error of the target: what the driver threw, or a pool's time-out around it.
   */
  public static FailurePolicy of(SQLException thrown) {
    SQLException e = DataSources.rootCause(thrown);
    return of(SqlState.of(e), SqlState.code(e));
  }

  /** What to do about a SQLSTATE, five characters. */
  public static FailurePolicy of(String sqlState) {
    return of(SqlState.of(sqlState), sqlState);
  }

  private static FailurePolicy of(SqlState meaning, String sqlState) {
    return switch (meaning) {
      case TRANSIENT -> OUTAGE;
      case OF_ONE_RECORD -> CURABLE_STATES.contains(sqlState) ? CURABLE : OF_RECORD;
      case SYSTEMIC -> SYSTEMIC;
    };
  }

  /** Whether a record of the batch is at fault. */
  public boolean isOfRecord() {
    return this == OF_RECORD || this == CURABLE;
  }

  /** Whether a change was refused because it has been through before. */
  public static boolean isInLedger(SQLException e, TableNames names) {
    return SqlState.code(e).equals(UNIQUE_VIOLATION) && table(e).equals(names.ledger());
  }

  private static String table(SQLException e) {
    ServerErrorMessage server =
        e instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
    return server == null || server.getTable() == null ? "" : server.getTable();
  }
}
