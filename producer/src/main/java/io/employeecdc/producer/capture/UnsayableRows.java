package io.employeecdc.producer.capture;

import io.employeecdc.contract.table.Column;
import io.employeecdc.contract.table.RowVersions;
import io.employeecdc.contract.table.TableSql;
import io.employeecdc.runtime.database.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Rows of before that hold what the contract cannot say, such as NaN in a decimal: the capture
 * table would refuse them, in the middle of set-up. Reads all rows, once for a column that has such
 * a check.
 */
public final class UnsayableRows {
  private static final String UNCHECKED =
      """
      select attname from pg_attribute
      where attrelid = to_regclass('${table}') and attnum > 0 and not attisdropped
        and not exists (
          select from pg_constraint
          where conrelid = to_regclass('${capture}') and conname = '%s' || attname)
      """
          .formatted(TableSql.checkOf(""));

  private final RowVersions versions;
  private final TableSql sql;

  public UnsayableRows(RowVersions versions) {
    this.versions = versions;
    this.sql = new TableSql(versions);
  }

  /** For each column that has some: how many, and how to see which. */
  public List<String> of(Connection connection) throws SQLException {
    Set<String> unchecked = new HashSet<>(Query.texts(connection, sql.of(UNCHECKED)));
    return in(connection, column -> unchecked.contains(column.name()));
  }

  /** The same of all columns: what came before the checks is there in spite of them. */
  public List<String> ofAny(Connection connection) throws SQLException {
    return in(connection, column -> true);
  }

  private List<String> in(Connection connection, Predicate<Column> which) throws SQLException {
    List<Column> columns =
        versions.table().all().stream()
            .filter(which)
            .filter(column -> column.sayable("t").isPresent())
            .toList();
    List<String> found = new ArrayList<>();
    if (!columns.isEmpty()) {
      String counts =
          columns.stream()
              .map(column -> "count(*) filter (where (%s) is false)".formatted(condition(column)))
              .collect(Collectors.joining(", "));
      Query.each(
          connection,
          sql.of("select " + counts + " from ${table} t"),
          row -> {
            for (int i = 0; i < columns.size(); i++) {
              if (row.getLong(i + 1) > 0) {
                found.add(told(columns.get(i), row.getLong(i + 1)));
              }
            }
          });
    }
    return found;
  }

  private static String condition(Column column) {
    return column.sayable("t").orElseThrow();
  }

  private String told(Column column, long rows) {
    return sql.of(
        "the source: %,d rows of ${table} have a value in column %s that the contract cannot say; correct them, or the contract; they are: select ${key} from ${table} t where (%s) is false"
            .formatted(rows, column.sql(), condition(column)));
  }
}
