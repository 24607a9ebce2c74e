package io.employeecdc.workbench.history;

import io.employeecdc.contract.table.CapturedTable;
import io.employeecdc.contract.table.Column;
import io.employeecdc.workbench.history.HistoryChange.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * Plays a history into the source in its order, as an application would: plain statements, in
 * transactions of many changes.
 */
public final class HistoryPlayer implements AutoCloseable {
  private final Connection source;
  private final CapturedTable table;
  private final List<Column> columns;
  private final int transactionChanges;
  private final Map<Kind, PreparedStatement> statements = new EnumMap<>(Kind.class);

  /**
   * A player on a connection of its own, whose auto-commit it turns off.
   *
   * @param columns beside the key that the history has
   */
  public HistoryPlayer(
      Connection source, CapturedTable table, List<Column> columns, int transactionChanges)
      throws SQLException {
    this.source = source;
    this.table = table;
    this.columns = List.copyOf(columns);
    this.transactionChanges = transactionChanges;
    source.setAutoCommit(false);
    String key = " where " + Column.join(table.key().columns(), "%1$s = ?", " and ");
    prepare(
        Kind.INSERT,
        "insert into %s (%s) values (%s)"
            .formatted(
                table.sql(),
                Column.join(columns(Kind.INSERT), "%1$s", ", "),
                Column.join(columns(Kind.INSERT), "?", ", ")));
    prepare(
        Kind.UPDATE,
        "update " + table.sql() + " set " + Column.join(columns, "%1$s = ?", ", ") + key);
    prepare(Kind.DELETE, "delete from " + table.sql() + key);
  }

  private void prepare(Kind kind, String sql) throws SQLException {
    statements.put(kind, source.prepareStatement(sql));
  }

  /** In the order in which the statements ask for their values. */
  private List<Column> columns(Kind kind) {
    return Stream.of(kind == Kind.DELETE ? List.<Column>of() : columns, table.key().columns())
        .flatMap(List::stream)
        .toList();
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
    for (Column column : columns(change.kind())) {
      // Of no type, so that the server takes each text for a value of its column's.
      statement.setObject(next++, change.values().get(column.name()), Types.OTHER);
    }
    statement.addBatch();
  }
}
