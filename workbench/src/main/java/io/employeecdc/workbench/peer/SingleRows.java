package io.employeecdc.workbench.peer;

import io.employeecdc.workbench.run.LocalPipeline;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Commits changes in a source, each a transaction of its own, as applications do. What it does
 * depends on nothing but the counts, so every contender gets the same.
 */
final class SingleRows {
  private static final int HOT = 200;

  /** Rows that a mixed load may delete before it has enough of its own. */
  private static final int STOCK = 1000;

  private static final int BLOCK = 10;
  private static final int BLOCK_INSERTS = 6;

  /** One or two of them fall into each partition, and tell that all before them is through. */
  private static final int MARKS = 128;

  private static final String INSERT =
      "insert into employees (emp_id, first_name, last_name, dob, city, salary) values (%1$s,"
          + " 'First' || mod(%1$s, 400), 'Last' || %1$s, date '1960-01-01' + mod(%1$s, 9000),"
          + " 'City ' || mod(%1$s, 40), 30000 + mod(%1$s, 70000));";

  private static final String INSERTS =
      "do $$ begin for i in %d .. %d loop " + INSERT.formatted("i") + " commit; end loop; end $$";

  /** Of ten changes six hire, three change somebody, four in five of them of the hot, one fires. */
  private static final String MIXED =
      """
      do $$
      declare n int := %1$d; stock int := %2$d;
      begin
        for block in 0 .. %3$d loop
          for k in 0 .. 5 loop
            %4$s commit;
          end loop;
          for k in 0 .. 2 loop
            update employees set salary = salary + 1, city = 'Town ' || k
            where emp_id = case when mod(3 * block + k, 5) = 0 and block >= 1000 then n - 2999
              else 1 + mod(block * 7 + k * 61, 200) end;
            commit;
          end loop;
          delete from employees
          where emp_id = case when block >= 1000 then n - 6000 else stock + block end;
          commit;
          n := n + 6;
        end loop;
      end $$
      """;

  private final LocalPipeline pipeline;
  private int next = 1;
  private int stock = HOT + 1;

  SingleRows(LocalPipeline pipeline) {
    this.pipeline = pipeline;
  }

  /** The rows that the loads need. */
  void stock(int mixedLoads) throws SQLException {
    inserts(HOT + mixedLoads * STOCK);
  }

  void inserts(int count) throws SQLException {
    commit(INSERTS.formatted(next, next + count - 1));
    next += count;
  }

  /** A multiple of ten. */
  void mixed(int count) throws SQLException {
    int blocks = count / BLOCK;
    commit(MIXED.formatted(next, stock, blocks - 1, INSERT.formatted("n + k")));
    next += blocks * BLOCK_INSERTS;
    stock += STOCK;
  }

  /** The first of some rows that were committed last of all. */
  int marks() throws SQLException {
    int first = next;
    inserts(MARKS);
    return first;
  }

  static int marksCount() {
    return MARKS;
  }

  /** Ids that nobody else takes; the first of them. */
  int reserve(int count) {
    int first = next;
    next += count;
    return first;
  }

  private void commit(String sql) throws SQLException {
    try (Connection source = pipeline.connectSource();
        Statement statement = source.createStatement()) {
      // It must be there soon; how a writer waits for the disk is measured elsewhere.
      statement.execute("set synchronous_commit = off");
      statement.execute(sql);
    }
  }
}
