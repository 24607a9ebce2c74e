package io.employeecdc.consumer.apply;

import io.employeecdc.runtime.database.SqlState;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Why a change could not be applied, without the server's own text, which may quote the row.
 *
 * @param sqlState five characters
 * @param exceptionClass the class of the driver's exception
 * @param message SQLSTATE and the names of table, column and constraint that the catalog has
 */
public record Fault(
    String sqlState,
    String exceptionClass,
    String message,
    Optional<String> column,
    Optional<String> constraint) {

  /** One that tells its SQLSTATE and no names. */
  public static Fault of(SQLException e) {
    return new Fault(
        SqlState.code(e),
        e.getClass().getName(),
        SqlState.describe(e),
        Optional.empty(),
        Optional.empty());
  }

  /** The same with names that are known to be names. */
  Fault naming(Optional<String> table, Optional<String> column, Optional<String> constraint) {
    String names =
        table.map(", table "::concat).orElse("")
            + column.map(", column "::concat).orElse("")
            + constraint.map(", constraint "::concat).orElse("");
    return new Fault(sqlState, exceptionClass, message + names, column, constraint);
  }

  /** True if another employee holds a value that must be unique, and may be about to give it up. */
  public boolean mayPassWhenOthersHaveMoved() {
    return sqlState.equals("23505") || sqlState.equals("23P01");
  }

  /** True if it passes by itself, and no change is to blame. */
  public boolean isOutage() {
    return SqlState.of(sqlState) == SqlState.TRANSIENT;
  }

  /** True if no other row can make it pass: a value out of range, NOT NULL, CHECK. */
  public boolean liesInTheRowAlone() {
    return sqlState.startsWith("22") || sqlState.equals("23502") || sqlState.equals("23514");
  }
}
