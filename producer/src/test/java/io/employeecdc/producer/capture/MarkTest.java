package io.employeecdc.producer.capture;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.contract.table.Contract;
import io.employeecdc.contract.table.TableSql;
import io.employeecdc.localstack.Postgres;
import io.employeecdc.localstack.TestStack;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Of a mark: what is drawn after its transaction id is above its value. */
@Tag("servers")
class MarkTest {
  private static final int WRITERS = 4;

  private static final String MARK = new TableSql(Contract.standard().table()).of(Capture.MARK);

  private static final String DRAW =
      """
      do $$ begin
        for i in 1 .. 1000000 loop perform nextval('emp_cdc_action_id_seq'); end loop;
      end $$""";

  private static final String COUNT_AHEAD =
      """
      create function count_ahead() returns int language plpgsql as $$
      declare
        marked bigint;
        transaction text;
        ahead int := 0;
      begin
        for i in 1 .. 200000 loop
          execute %s into marked, transaction;
          if marked > pg_sequence_last_value('emp_cdc_action_id_seq') then
            ahead := ahead + 1;
          end if;
        end loop;
        return ahead;
      end $$""";

  @Test
  void is_never_ahead_of_what_has_been_drawn() throws SQLException {
    Postgres server = TestStack.shared().source();
    server.createDatabase("marks");
    try (Connection connection = server.connect("marks");
        Statement statement = connection.createStatement()) {
      statement.execute("create sequence emp_cdc_action_id_seq");
      statement.execute(COUNT_AHEAD.formatted("'" + MARK.replace("'", "''") + "'"));
      CompletableFuture<?>[] writers =
          IntStream.range(0, WRITERS)
              .mapToObj(i -> CompletableFuture.runAsync(() -> draw(server)))
              .toArray(CompletableFuture[]::new);
      try (ResultSet ahead = statement.executeQuery("select count_ahead()")) {
        ahead.next();
        assertThat(ahead.getInt(1)).isZero();
      }
      CompletableFuture.allOf(writers).join();
    }
  }

  private static void draw(Postgres server) {
    try (Connection connection = server.connect("marks");
        Statement statement = connection.createStatement()) {
      statement.execute(DRAW);
    } catch (SQLException e) {
      throw new CompletionException(e);
    }
  }
}
