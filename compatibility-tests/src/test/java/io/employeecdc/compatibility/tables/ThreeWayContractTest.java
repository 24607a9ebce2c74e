package io.employeecdc.compatibility.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.employeecdc.localstack.TestStack;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class ThreeWayContractTest {
  @TestFactory
  Stream<DynamicTest> finds_what_differs_and_says_what_to_do() {
    return ContractCase.all().map(c -> dynamicTest(c.name(), () -> finds(c)));
  }

  @TestFactory
  Stream<DynamicTest> proposes_sql_after_which_real_tables_agree() {
    return ContractCase.all()
        .filter(
            c ->
                ThreeWayContract.differences(c.fields(), c.columns()).stream()
                    .allMatch(Difference::sql))
        .map(c -> dynamicTest(c.name(), () -> cures(c)));
  }

  private static void finds(ContractCase c) {
    List<Difference> differences = ThreeWayContract.differences(c.fields(), c.columns());
    assertThat(differences).extracting(Difference::toString).isEqualTo(c.differences());
    assertThat(differences).extracting(Difference::remedy).isEqualTo(c.remedies());
  }

  private static void cures(ContractCase c) throws SQLException {
    try (Connection connection = TestStack.shared().source().connect("postgres")) {
      connection.setAutoCommit(false);
      for (Table table : Table.values()) {
        run(connection, "create schema contract_" + table.name());
        enter(connection, table);
        String columns = String.join(", ", c.definitions(table));
        run(connection, "create table %s (%s)".formatted(table.table(), columns));
      }
      assertThat(columns(connection)).isEqualTo(c.columns());
      for (Difference difference : ThreeWayContract.differences(c.fields(), columns(connection))) {
        enter(connection, difference.table());
        run(connection, difference.remedy());
      }
      assertThat(ThreeWayContract.differences(c.fields(), columns(connection))).isEmpty();
      connection.rollback();
    }
  }

  private static Map<Table, List<Column>> columns(Connection connection) throws SQLException {
    Map<Table, List<Column>> columns = new EnumMap<>(Table.class);
    for (Table table : Table.values()) {
      enter(connection, table);
      columns.put(table, Column.of(connection, table.table()));
    }
    return columns;
  }

  private static void enter(Connection connection, Table table) throws SQLException {
    run(connection, "set search_path = contract_" + table.name());
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
