package io.employeecdc.runtime.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Statements, with parameters of types that the driver knows. */
public final class Query {
  private Query() {}

  public interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  public interface Taker {
    void take(ResultSet row) throws SQLException;
  }

  /** Sets a statement's parameters. */
  public interface Parameters {
    void set(PreparedStatement statement) throws SQLException;
  }

  /** Takes one row of the answer after the other. */
  public static void each(Connection connection, String sql, Taker taker, Object... parameters)
      throws SQLException {
    take(connection, sql, values(parameters), taker);
  }

  /** The same with parameters that are set, or anything else of the statement. */
  public static void take(Connection connection, String sql, Parameters parameters, Taker taker)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      parameters.set(statement);
      ResultSet row = statement.executeQuery();
      while (row.next()) {
        taker.take(row);
      }
    }
  }

  public static <T> List<T> all(
      Connection connection, String sql, Row<T> reading, Object... parameters) throws SQLException {
    return read(connection, sql, values(parameters), reading);
  }

  public static <T> List<T> read(
      Connection connection, String sql, Parameters parameters, Row<T> reading)
      throws SQLException {
    List<T> all = new ArrayList<>();
    take(connection, sql, parameters, row -> all.add(reading.read(row)));
    return all;
  }

  /** Returns how many rows were changed. */
  public static int update(Connection connection, String sql, Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      values(parameters).set(statement);
      return statement.executeUpdate();
    }
  }

  private static Parameters values(Object... parameters) {
    return statement -> {
      for (int i = 0; i < parameters.length; i++) {
        statement.setObject(i + 1, parameters[i]);
      }
    };
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
