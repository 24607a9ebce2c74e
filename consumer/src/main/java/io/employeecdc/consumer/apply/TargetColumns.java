package io.employeecdc.consumer.apply;

import io.employeecdc.contract.table.Column;
import io.employeecdc.contract.table.TableSql;
import io.employeecdc.runtime.database.Query;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The types of the table's own columns in the target, without their length: a cast to one with a
 * length would cut in silence, where an assignment refuses.
 */
final class TargetColumns {
  private static final String QUESTION =
      """
      select attname, format_type(atttypid, -1) from pg_attribute
      where attrelid = '${table}'::regclass and attnum > 0 and not attisdropped
        and attname in (${column_names})""";

  private final Map<String, String> types;

  private TargetColumns(Map<String, String> types) {
    this.types = Map.copyOf(types);
  }

  static TargetColumns read(Connection connection, TableSql sql) throws SQLException {
    Map<String, String> types = new HashMap<>();
    Query.each(connection, sql.of(QUESTION), row -> types.put(row.getString(1), row.getString(2)));
    return new TargetColumns(types);
  }

  /** A value of our own tables' type as one of the column's. */
  String cast(Column column, String value) {
    String type = types.get(column.name());
    return type == null || type.equals(column.type().sqlType())
        ? value
        : "(%s)::%s".formatted(value, type);
  }

  /**
   * @param template with {@code %1$s} for the name and {@code %2$s} for the value that was sent
   */
  String sent(Collection<Column> columns, String alias, String template, String separator) {
    return columns.stream()
        .map(
            column ->
                template.formatted(
                    column.sql(), cast(column, column.type().received(alias + "." + column.sql()))))
        .collect(Collectors.joining(separator));
  }

  /** What is kept of columns in one of our own tables. */
  String kept(Collection<Column> columns, String alias, String template, String separator) {
    return columns.stream()
        .map(column -> template.formatted(column.sql(), cast(column, alias + "." + column.sql())))
        .collect(Collectors.joining(separator));
  }
}
