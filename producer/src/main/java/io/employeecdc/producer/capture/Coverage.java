package io.employeecdc.producer.capture;

import io.employeecdc.contract.table.CapturedTable;
import io.employeecdc.contract.table.TableSql;
import io.employeecdc.runtime.database.Query;
import java.sql.Connection;
import java.sql.SQLException;

/** What a position covers, for those who want to know whether a change has been published. */
public final class Coverage {
  /**
   * Positions speak of captured changes only: an idle source goes on ending other transactions, of
   * which no position ever tells. So the question is whether a change is left between the two.
   */
  private static final String UNPUBLISHED =
      """
      select exists (
        select from ${capture}
        where action_id > ?
          and pg_visible_in_snapshot(txid, ?::pg_snapshot)
          and not pg_visible_in_snapshot(txid, ?::pg_snapshot)
          and not (action_id <= ? and pg_visible_in_snapshot(txid, ?::pg_snapshot)))
      """;

  private Coverage() {}

  /** Changes that the position does not cover have greater action ids than this. */
  public static long floor(Position position) {
    return position.marks().firstEntry().getValue();
  }

  /**
   * True if all changes that the snapshot sees are published at this position.
   *
   * @param snapshot PostgreSQL's text of a {@code pg_snapshot} of the source
   */
  public static boolean reaches(
      CapturedTable table, Connection source, Position position, String snapshot)
      throws SQLException {
    Position.Window window =
        position.window() == null ? new Position.Window(position.done(), 0, 0) : position.window();
    return !Query.one(
        source,
        new TableSql(table).of(UNPUBLISHED),
        row -> row.getBoolean(1),
        floor(position),
        snapshot,
        position.published(),
        window.last(),
        window.to().toString());
  }
}
