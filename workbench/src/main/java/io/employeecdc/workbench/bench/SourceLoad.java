package io.employeecdc.workbench.bench;

import io.employeecdc.runtime.database.Query;
import io.employeecdc.workbench.run.LocalPipeline;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Commits mixed changes in the source: per transaction 600 inserts, 300 updates (a third of them on
 * the hottest hundredth of the employees) and 100 deletes.
 */
final class SourceLoad {
  private static final int TRANSACTION_CHANGES = 1000;

  private static final String ROUNDS =
      """
      do $$
      declare
        base int;
        begun int := (select (coalesce(max(emp_id), 0) + 599) / 600 from employees);
      begin
        perform setseed(0.42);
        -- The statistics of a table that was empty a moment ago speak for reading all of it.
        set enable_seqscan = off;
        for round in begun .. begun + %d - 1 loop
          base := round * 600;
          insert into employees
          select base + i, 'First' || i, 'Last' || (base + i), date '1960-01-01' + i,
                 'City ' || i %% 40, 30000 + i
          from generate_series(1, 600) i;
          for part in 1 .. 10 loop
            update employees set salary = salary + 1, city = 'Town ' || part
            where emp_id = any (array(
              select 1 + (random() * base / 100)::int from generate_series(1, 10)
              union all select 1 + (random() * (base + 599))::int from generate_series(1, 20)));
          end loop;
          delete from employees where emp_id = any (array(
            select 1 + (random() * (base + 599))::int from generate_series(1, 100)));
          commit;
        end loop;
      end $$
      """;

  /**
   * One insert of 400 is bad, so about one change in 500: null, too long, below zero, or another's,
   * in turn.
   */
  private static final String SPOIL =
      """
      create function spoil() returns trigger language plpgsql as $$
      begin
        case new.emp_id / 400 % 4
          when 0 then new.last_name := null;
          when 1 then new.city := repeat('x', 80);
          when 2 then new.salary := -1;
          else new.last_name := 'Last1';
        end case;
        return new;
      end $$;
      create trigger spoil before insert on employees for each row
        when (new.emp_id % 400 = 0) execute function spoil()""";

  /** What the target has that the source has not. */
  private static final String CONSTRAINTS =
      """
      alter table employees alter last_name set not null, alter city type varchar(50),
        add check (salary > 0), add unique (last_name)""";

  private SourceLoad() {}

  /** From now on the target takes less than the source. */
  static void constrain(LocalPipeline pipeline) throws SQLException {
    try (Connection target = pipeline.connectTarget();
        Statement statement = target.createStatement()) {
      statement.execute(CONSTRAINTS);
    }
  }

  /** From now on about one change in 500 is one that such a target refuses. */
  static void spoil(LocalPipeline pipeline) throws SQLException {
    try (Connection source = pipeline.connectSource();
        Statement statement = source.createStatement()) {
      statement.execute(SPOIL);
    }
  }

  /** Commits at least this many changes, and few more. */
  static long commit(LocalPipeline pipeline, long changes) throws SQLException {
    try (Connection source = pipeline.connectSource();
        Statement statement = source.createStatement()) {
      long before = captured(statement);
      long after = before;
      // Some of what is asked for meets employees who are gone, or the same one twice.
      while (after - before < changes) {
        long missing = changes - (after - before);
        statement.execute(ROUNDS.formatted(missing / TRANSACTION_CHANGES + 1));
        after = captured(statement);
      }
      statement.execute("vacuum analyze employees");
      return after - before;
    }
  }

  private static long captured(Statement statement) throws SQLException {
    return Query.one(
        statement.getConnection(), "select count(*) from emp_cdc", row -> row.getLong(1));
  }
}
