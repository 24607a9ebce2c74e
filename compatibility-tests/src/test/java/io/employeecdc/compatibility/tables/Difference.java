package io.employeecdc.compatibility.tables;

/**
 * A place where schema and tables do not agree.
 *
 * @param words what is wrong, without naming table and column
 * @param remedy a statement of SQL for the table's next migration, or what to do to the schema
 * @param sql whether the remedy is SQL
 */
record Difference(Table table, String column, String words, String remedy, boolean sql) {
  @Override
  public String toString() {
    return "%s, column %s: %s".formatted(table, column, words);
  }
}
