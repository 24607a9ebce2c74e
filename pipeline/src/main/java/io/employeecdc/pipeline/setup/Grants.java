package io.employeecdc.pipeline.setup;

import io.employeecdc.runtime.database.DatabaseSettings;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Gives the services' roles what they need. Whoever runs the migrations owns the tables and may do
 * anything with them, so services that connect as somebody else can do less harm: the producer
 * cannot touch {@code employees}, the consumer cannot change a table's shape, verify cannot write.
 */
final class Grants {
  /** Reads what was captured, and removes what is old. */
  private static final Map<String, String> PRODUCER =
      Map.of("emp_cdc", "select, delete", "emp_cdc_action_id_seq", "select");

  private static final Map<String, String> CONSUMER =
      Map.of(
          "employees", "select, insert, update, delete",
          "employee_versions", "select, insert, update, delete",
          "processed_events", "select, insert, update, delete");

  private static final Map<String, String> VERIFY_SOURCE =
      Map.of("employees", "select", "emp_cdc", "select", "emp_cdc_action_id_seq", "select");

  private static final Map<String, String> VERIFY_TARGET =
      Map.of("employees", "select", "employee_versions", "select");

  private final SetupSettings settings;

  Grants(SetupSettings settings) {
    this.settings = settings;
  }

  /** Repeats what was given before; takes nothing away. */
  void give(LockTries locks, BiConsumer<String, String> report) {
    SetupSettings.Roles roles = settings.roles();
    Map<String, Map<String, String>> source = new LinkedHashMap<>();
    Map<String, Map<String, String>> target = new LinkedHashMap<>();
    source.put(roles.producer(), PRODUCER);
    target.put(roles.consumer(), CONSUMER);
    source.put(roles.verify(), VERIFY_SOURCE);
    target.put(roles.verify(), VERIFY_TARGET);
    give(settings.source(), source, locks, report);
    give(settings.target(), target, locks, report);
  }

  private static void give(
      DatabaseSettings database,
      Map<String, Map<String, String>> grants,
      LockTries locks,
      BiConsumer<String, String> report) {
    grants.remove(null);
    if (grants.isEmpty()) {
      return;
    }
    locks.transaction(
        database,
        false,
        statement -> {
          for (Map.Entry<String, Map<String, String>> grant : grants.entrySet()) {
            give(statement, statement.enquoteIdentifier(grant.getKey(), true), grant.getValue());
          }
        });
    grants
        .keySet()
        .forEach(role -> report.accept("role", "%s in %s".formatted(role, database.side())));
  }

  private static void give(Statement statement, String role, Map<String, String> rights)
      throws SQLException {
    String schema = statement.enquoteIdentifier(statement.getConnection().getSchema(), true);
    statement.execute("grant usage on schema %s to %s".formatted(schema, role));
    for (Map.Entry<String, String> right : rights.entrySet()) {
      String kind = right.getKey().endsWith("_seq") ? "sequence" : "table";
      statement.execute(
          "grant %s on %s %s to %s".formatted(right.getValue(), kind, right.getKey(), role));
    }
  }
}
