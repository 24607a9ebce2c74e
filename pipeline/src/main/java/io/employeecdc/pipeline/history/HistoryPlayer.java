package io.employeecdc.pipeline.history;

import io.employeecdc.pipeline.history.HistoryChange.Kind;
import io.employeecdc.pipeline.history.HistoryChange.Row;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * Plays a history into the source in its order, as an application would: plain statements, in
 * transactions of many changes.
 */
public final class HistoryPlayer implements AutoCloseable {
  private static final Map<Kind, String> STATEMENTS =
      Map.of(
          Kind.INSERT,
          "insert into employees (first_name, last_name, dob, city, salary, emp_id)"
              + " values (?, ?, ?, ?, ?, ?)",
          Kind.UPDATE,
          "update employees set first_name = ?, last_name = ?, dob = ?, city = ?, salary = ?"
              + " where emp_id = ?",
          Kind.DELETE,
          "delete from employees where emp_id = ?");

  private final Connection source;
  private final int transactionChanges;
  private final Map<Kind, PreparedStatement> statements = new EnumMap<>(Kind.class);

  /**
   * A player on a connection of its own, whose auto-commit it turns off.
   *
   * @param transactionChanges changes in a transaction
   */
  public HistoryPlayer(Connection source, int transactionChanges) throws SQLException {
    this.source = source;
    this.transactionChanges = transactionChanges;
    source.setAutoCommit(false);
    for (Map.Entry<Kind, String> statement : STATEMENTS.entrySet()) {
      statements.put(statement.getKey(), source.prepareStatement(statement.getValue()));
    }
  }

  /**
   * Plays all changes.
   *
   * @param progress told the number of committed changes after each transaction
   */
  public void play(Iterator<HistoryChange> changes, LongConsumer progress) throws SQLException {
    long played = 0;
    Kind running = null;
    while (changes.hasNext()) {
      HistoryChange change = changes.next();
      // A run of one kind is one batch; a change of another kind must not overtake it.
      if (running != null && running != change.kind()) {
        statements.get(running).executeBatch();
      }
      running = change.kind();
      add(change);
      if (++played % transactionChanges == 0) {
        statements.get(running).executeBatch();
        source.commit();
        progress.accept(played);
      }
    }
    if (running != null) {
      statements.get(running).executeBatch();
    }
    source.commit();
    progress.accept(played);
  }

  @Override
  public void close() throws SQLException {
    source.close();
  }

  private void add(HistoryChange change) throws SQLException {
    PreparedStatement statement = statements.get(change.kind());
    int next = 1;
    Row row = change.row();
    if (row != null) {
      statement.setString(next++, row.firstName());
      statement.setString(next++, row.lastName());
      statement.setObject(next++, row.birthDate(), Types.DATE);
      statement.setString(next++, row.city());
      statement.setObject(next++, row.salary(), Types.INTEGER);
    }
    statement.setInt(next, change.employeeId());
    statement.addBatch();
  }
}
