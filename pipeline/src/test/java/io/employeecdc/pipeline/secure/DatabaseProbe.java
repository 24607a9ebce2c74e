package io.employeecdc.pipeline.secure;

import io.employeecdc.localstack.LocalStack;
import io.employeecdc.localstack.Postgres;
import io.employeecdc.localstack.StackAccess;
import io.employeecdc.localstack.StackUser;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tries in transactions that are rolled back what a role may do with a table. */
final class DatabaseProbe {
  private static final String REFUSED = "42501";

  /** The server looks at the rights first, and there is no row to do it to. */
  private static final Map<String, String> TRIALS = new LinkedHashMap<>();

  static {
    TRIALS.put("owner", "alter table %s add column probe int");
    TRIALS.put("select", "select from %s where false");
    TRIALS.put("insert", "insert into %s (%s) select null where false");
    TRIALS.put("update", "update %s set %2$s = null where false");
    TRIALS.put("delete", "delete from %s where false");
    TRIALS.put("truncate", "truncate %s");
  }

  private final LocalStack stack = Secured.stack();

  /** What works; an owner may do all, so that is not tried. */
  List<String> rights(StackUser user, String side, String table) throws SQLException {
    Postgres server = side.equals("source") ? stack.source() : stack.target();
    StackAccess access = stack.access();
    List<String> rights = new ArrayList<>();
    try (Connection connection =
        DriverManager.getConnection(
            server.jdbcUrl(), access.role(server, user), access.password(server, user))) {
      connection.setAutoCommit(false);
      String column = table.equals("cdc_backfill") ? "last_key" : "emp_id";
      for (Map.Entry<String, String> trial : TRIALS.entrySet()) {
        if (works(connection, trial.getValue().formatted(table, column))) {
          rights.add(trial.getKey());
        }
        if (rights.contains("owner")) {
          break;
        }
      }
      return rights;
    } catch (SQLException e) {
      // No such role here, of which the server tells nobody.
      if (e.getSQLState().equals("28P01")) {
        return List.of();
      }
      throw e;
    }
  }

  private static boolean works(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
      return true;
    } catch (SQLException e) {
      if (!e.getSQLState().equals(REFUSED)) {
        throw e;
      }
      return false;
    } finally {
      connection.rollback();
    }
  }
}
