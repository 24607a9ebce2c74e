package io.employeecdc.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.localstack.Postgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Takes every connection that a server gives, so that nobody else gets one. */
final class Crowd implements AutoCloseable {
  private static final String TOO_MANY_CONNECTIONS = "53300";
  private static final String SESSIONS =
      "select %s from pg_stat_activity where application_name = 'employee-cdc' and datname = '%s'";

  private static final int MOST_ROUNDS = 50;

  private final Postgres server;
  private final List<Connection> taken = new ArrayList<>();

  private Crowd(Postgres server) {
    this.server = server;
  }

  static Crowd on(Postgres server) throws SQLException {
    Crowd crowd = new Crowd(server);
    crowd.takeAll();
    return crowd;
  }

  /**
   * Ends the services' sessions in a database and takes their places, as often as they are faster.
   */
  void takeFrom(String database) throws SQLException {
    int rounds = 0;
    while (sessions(database) > 0) {
      assertThat(rounds++).as("rounds").isLessThan(MOST_ROUNDS);
      ask("count(pg_terminate_backend(pid))", database);
      takeAll();
    }
  }

  @Override
  public void close() throws SQLException {
    for (Connection connection : taken) {
      connection.close();
    }
  }

  private int sessions(String database) throws SQLException {
    return ask("count(*)", database);
  }

  private int ask(String what, String database) throws SQLException {
    try (Statement statement = taken.get(0).createStatement();
        ResultSet answer = statement.executeQuery(SESSIONS.formatted(what, database))) {
      answer.next();
      return answer.getInt(1);
    }
  }

  private void takeAll() throws SQLException {
    try {
      while (true) {
        taken.add(server.connect("postgres"));
      }
    } catch (SQLException e) {
      if (!TOO_MANY_CONNECTIONS.equals(e.getSQLState())) {
        throw e;
      }
    }
  }
}
