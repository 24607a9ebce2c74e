package io.employeecdc.producer;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class NestedLookupTest {
  private static final int ROUNDS = 200;

  /** Written in a round: inserted, updated, deleted. */
  private static final int ROWS = 60 + 30 + 30;

  /** On a table that grows from nothing meanwhile, for which the first plans were made. */
  private static final String FUNCTION =
      """
      do $$ begin
        set local enable_seqscan = off;
        for i in 1 .. %d loop
          insert into employees (emp_id) select i * 60 + g from generate_series(0, 59) g;
          update employees set salary = i where emp_id between i * 60 and i * 60 + 29;
          delete from employees where emp_id between i * 60 + 30 and i * 60 + 59;
        end loop;
      end $$
      """
          .formatted(ROUNDS);

  @Test
  void capture_in_a_function_of_many_statements_reads_no_more_rows_than_they_write()
      throws SQLException {
    SourceDatabase source = SourceDatabase.migrated("nested_lookup");
    try (Connection connection = source.connect();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute(FUNCTION);
      try (ResultSet read =
          statement.executeQuery(
              "select seq_tup_read + idx_tup_fetch from pg_stat_xact_user_tables"
                  + " where relname = 'employees'")) {
        read.next();
        assertThat(read.getLong(1)).isLessThan(10L * ROUNDS * ROWS);
      }
      connection.commit();
    }
    assertThat(source.count("emp_cdc")).isEqualTo((long) ROUNDS * ROWS);
  }
}
