package io.employeecdc.compatibility.tables;

import io.employeecdc.contract.table.Contract;
import io.employeecdc.contract.table.TableSql;
import io.employeecdc.localstack.LocalStack;
import io.employeecdc.localstack.Postgres;
import io.employeecdc.localstack.TestStack;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.flywaydb.core.Flyway;

/**
 * The three tables as the migrations leave them, in databases of their own.
 *
 * @param next the number of each database's next migration
 */
record MigratedTables(Map<Table, List<Column>> columns, Map<Table.Side, Integer> next) {
  private static final String DATABASE = "three_way_contract";

  /** Runs the migrations of both services. */
  static MigratedTables create() throws SQLException {
    LocalStack stack = TestStack.shared();
    Map<Table, List<Column>> columns = new EnumMap<>(Table.class);
    Map<Table.Side, Integer> next = new EnumMap<>(Table.Side.class);
    for (Table.Side side : Table.Side.values()) {
      Postgres server = side == Table.Side.SOURCE ? stack.source() : stack.target();
      String url = server.createDatabase(DATABASE);
      Flyway flyway =
          Flyway.configure()
              .dataSource(url, server.user(), server.password())
              .locations("classpath:" + side.location())
              .placeholders(new TableSql(Contract.standard().versions()).placeholders())
              .group(true)
              .load();
      flyway.migrate();
      next.put(side, flyway.info().current().getVersion().getMajor().intValueExact() + 1);
      try (Connection connection = server.connect(DATABASE)) {
        for (Table table : Table.values()) {
          if (table.side() == side) {
            columns.put(table, Column.of(connection, table.table()));
          }
        }
      }
    }
    return new MigratedTables(columns, next);
  }
}
