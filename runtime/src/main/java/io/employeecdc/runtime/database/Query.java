package io.employeecdc.runtime.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Questions whose answer is small. */
public final class Query {
  private Query() {}

  public interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Sets a statement's parameters. */
  public interface Parameters {
    void set(PreparedStatement statement) throws SQLException;
  }

  public static <T> List<T> all(
      Connection connection, String sql, Row<T> reading, Object... parameters) throws SQLException {
    return all(
        connection,
        sql,
        statement -> {
          for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
          }
        },
        reading);
  }

  public static <T> List<T> all(
      Connection connection, String sql, Parameters parameters, Row<T> reading)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      parameters.set(statement);
      List<T> all = new ArrayList<>();
      ResultSet row = statement.executeQuery();
      while (row.next()) {
        all.add(reading.read(row));
      }
      return all;
    }
  }

  /**
   * The answer's only row.
   *
   * @throws SQLException also if there is none
   */
  public static <T> T one(Connection connection, String sql, Row<T> reading, Object... parameters)
      throws SQLException {
    List<T> all = all(connection, sql, reading, parameters);
    if (all.isEmpty()) {
      throw new SQLException("no row", "02000");
    }
    return all.get(0);
  }

  /** The first column of every row. */
  public static List<String> texts(Connection connection, String sql, Object... parameters)
      throws SQLException {
    return all(connection, sql, row -> row.getString(1), parameters);
  }
}
