package io.employeecdc.pipeline.history;

import java.time.LocalDate;

/**
 * One change to make in the source.
 *
 * @param row the row's values; null for a DELETE
 */
public record HistoryChange(Kind kind, int employeeId, Row row) {
  /** What to do. */
  public enum Kind {
    INSERT,
    UPDATE,
    DELETE
  }

  /** A row's values without its key; each may be null. */
  public record Row(
      String firstName, String lastName, LocalDate birthDate, String city, Integer salary) {}
}
