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

  /** One of which only the SQLSTATE is known. */
  public static Fault of(String sqlState) {
    return new Fault(
        sqlState,
        SQLException.class.getName(),
        "SQLSTATE " + sqlState,
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
}
