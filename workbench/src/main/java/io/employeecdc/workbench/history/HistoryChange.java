package io.employeecdc.workbench.history;

import java.util.Map;

/**
 * One change to make in the source.
 *
 * @param values PostgreSQL's texts of the key and the row by their columns' names; a column that is
 *     not there is null
 */
public record HistoryChange(Kind kind, Map<String, String> values) {
  public enum Kind {
    INSERT,
    UPDATE,
    DELETE
  }
}
