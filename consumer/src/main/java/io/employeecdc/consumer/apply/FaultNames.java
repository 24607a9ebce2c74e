package io.employeecdc.consumer.apply;

import io.employeecdc.consumer.failure.Cause;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Set;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * The names that an error of a change may tell. Where an error names a table, column or constraint,
 * a trigger may have put a piece of the row: {@code raise … using constraint = new.city}, or a
 * table that it makes and calls so. It cannot choose the routine of the server that reports the
 * error, nor that an error of its own statements has no context. So names are passed on only from
 * the routines that check constraints, of our own statements.
 */
public final class FaultNames {
  /** Of PostgreSQL 14 to 18; what a later one calls otherwise tells no names. */
  private static final Set<String> CHECKS =
      Set.of(
          "_bt_check_unique",
          "check_exclusion_or_unique_constraint",
          "ri_ReportViolation",
          "RI_FKey_check",
          "ExecConstraints",
          "ReportNotNullViolationError",
          "ExecPartitionCheckEmitError",
          "ExecFindPartition",
          "domain_check_input",
          "ExecEvalConstraintCheck",
          "ExecEvalConstraintNotNull");

  private FaultNames() {}

  /** What an error says of a change, with those of its names that are names. */
  public static Cause cause(SQLException e) {
    ServerErrorMessage said = e instanceof PSQLException psql ? psql.getServerErrorMessage() : null;
    if (said == null
        || said.getWhere() != null
        || said.getRoutine() == null
        || !CHECKS.contains(said.getRoutine())) {
      return Cause.of(e);
    }
    return Cause.of(e)
        .naming(
            Optional.ofNullable(said.getTable()),
            Optional.ofNullable(said.getColumn()),
            Optional.ofNullable(said.getConstraint()));
  }
}
