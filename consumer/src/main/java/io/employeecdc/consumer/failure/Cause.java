package io.employeecdc.consumer.failure;

import io.employeecdc.runtime.database.SqlState;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Why a record failed. No part holds anything of the record's content, nor the server's own text,
 * which may quote the row.
 *
 * @param decodeFault why it is no change that can be applied; empty if the target refused it
 * @param sqlState five characters; empty if the target was not asked
 * @param exceptionClass class of the exception that told
 * @param message one line, composed by us
 */
public record Cause(
    Optional<DecodeFault> decodeFault,
    Optional<String> sqlState,
    String exceptionClass,
    String message,
    Optional<String> column,
    Optional<String> constraint) {
  /** The stages where a record may fail. */
  public static final String DECODE = "DECODE";

  public static final String APPLY = "APPLY";

  public static Cause of(DecodeFault fault, String exceptionClass, String message) {
    return of(Optional.of(fault), Optional.empty(), exceptionClass, message);
  }

  /** One that tells its SQLSTATE and no names. */
  public static Cause of(SQLException e) {
    return of(
        Optional.empty(),
        Optional.of(SqlState.code(e)),
        e.getClass().getName(),
        SqlState.describe(e));
  }

  /** One of which only the SQLSTATE is known. */
  public static Cause of(String sqlState) {
    return of(
        Optional.empty(),
        Optional.of(sqlState),
        SQLException.class.getName(),
        "SQLSTATE " + sqlState);
  }

  private static Cause of(
      Optional<DecodeFault> fault, Optional<String> sqlState, String exception, String message) {
    return new Cause(fault, sqlState, exception, message, Optional.empty(), Optional.empty());
  }

  /** The same with names that are known to be names. */
  public Cause naming(
      Optional<String> table, Optional<String> newColumn, Optional<String> newConstraint) {
    String names =
        table.map(", table "::concat).orElse("")
            + newColumn.map(", column "::concat).orElse("")
            + newConstraint.map(", constraint "::concat).orElse("");
    return new Cause(
        decodeFault, sqlState, exceptionClass, message + names, newColumn, newConstraint);
  }

  /** Where the record failed. */
  public String stage() {
    return decodeFault.isPresent() ? DECODE : APPLY;
  }

  /** The kind of fault as a metric's label: a SQLSTATE or a decoding fault. */
  public String label() {
    return decodeFault.map(DecodeFault::label).or(this::sqlState).orElseThrow();
  }

  /** True if nothing was wrong with the record: the target was out of reach. */
  public boolean outage() {
    return sqlState.filter(state -> FailurePolicy.of(state) == FailurePolicy.OUTAGE).isPresent();
  }

  /** What records that fail alike have in common; one short phrase for an operator. */
  public String kind() {
    return decodeFault.map(fault -> "undecodable: " + fault.label()).orElse(message);
  }
}
