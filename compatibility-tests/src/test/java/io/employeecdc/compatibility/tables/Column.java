package io.employeecdc.compatibility.tables;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** A column as the database has it. */
record Column(String name, SqlType type, boolean nullable) {
  private static final String NOT_NULL = " not null";

  /** Reads a definition such as {@code grade varchar(20) not null}. */
  static Column parse(String definition) {
    boolean notNull = definition.endsWith(NOT_NULL);
    String rest =
        notNull ? definition.substring(0, definition.length() - NOT_NULL.length()) : definition;
    int space = rest.indexOf(' ');
    return new Column(rest.substring(0, space), SqlType.parse(rest.substring(space + 1)), !notNull);
  }

  /** The columns of a table in the connection's schema, in their order. */
  static List<Column> of(Connection connection, String table) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            """
            select attname, format_type(atttypid, atttypmod), not attnotnull
            from pg_attribute
            where attrelid = to_regclass(?) and attnum > 0 and not attisdropped
            order by attnum""")) {
      query.setString(1, table);
      List<Column> columns = new ArrayList<>();
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          columns.add(
              new Column(rows.getString(1), SqlType.parse(rows.getString(2)), rows.getBoolean(3)));
        }
      }
      return columns;
    }
  }
}
