package io.employeecdc.producer.capture;

import io.employeecdc.contract.table.TableSql;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/**
 * Finds changes that would be published late, never, or as others: those that were copied from
 * another server, whose transaction ids are ahead of this one's, and those whose ids were given out
 * before, as the sequence was set back and has come forward again.
 *
 * <p>Who sees a row knows that its transaction has ended, so its id is below the snapshot's xmax. A
 * transaction above a mark of the position has only ids above the mark's.
 */
public final class CopiedChanges {
  private static final String QUESTION =
      """
      select count(*) filter (where txid >= next), max(txid)::text, next::text,
        min(action_id) filter (where txid > '%d'::xid8 and action_id <= %d)
      from %s, (select pg_snapshot_xmax(pg_current_snapshot())) now (next)
      group by next""";

  /** Rows that come by hand come with low ids, or with the next. */
  private static final String BOTH_ENDS =
      """
      ((select txid, action_id from ${capture} order by action_id limit 1000)
        union all (select txid, action_id from ${capture} order by action_id desc limit 1000)) ends""";

  /** Without the row's columns, whose names may be those of the question. */
  private static final String ALL = "(select txid, action_id from ${capture}) ends";

  private final TableSql sql;

  /** The newest at the look before this one: what was set back since may be behind a newer one. */
  private Map.Entry<Long, Long> marked;

  public CopiedChanges(TableSql sql) {
    this.sql = sql;
  }

  /**
   * Looks at both ends of the capture table, which costs next to nothing while it is being read.
   *
   * @throws CdcException with exit code 7 if there are any
   */
  public void refuseNew(Connection connection, Position after) throws SQLException {
    Map.Entry<Long, Long> mark = marked == null ? after.newestMark() : marked;
    try (Statement statement = connection.createStatement()) {
      refuse(statement, BOTH_ENDS, mark);
    }
    marked = after.newestMark();
  }

  /** Looks at all of it: where nothing of it was read before. */
  void refuseAny(Statement statement) throws SQLException {
    refuse(statement, ALL, Position.START.newestMark());
  }

  private void refuse(Statement statement, String rows, Map.Entry<Long, Long> mark)
      throws SQLException {
    String question = QUESTION.formatted(mark.getKey(), mark.getValue(), rows);
    try (ResultSet found = statement.executeQuery(sql.of(question))) {
      if (!found.next()) {
        return;
      }
      if (found.getLong(1) > 0) {
        throw new CdcException(
            ErrorCode.SOURCE_BEHIND,
            "the source's %s holds changes of transactions up to %s, and it is at %s: they were copied from another server and would never be published"
                    .formatted(sql.of("${capture}"), found.getString(2), found.getString(3))
                + sql.of(
                    "; run: delete from ${capture} where txid >= pg_snapshot_xmax(pg_current_snapshot())")
                + ", start the producer again, and then 'cdc verify --repair'");
      }
      if (found.getString(4) != null) {
        throw new CdcException(
            ErrorCode.SOURCE_BEHIND,
            sql.of(
                        "the source's ${capture} holds changes from action_id %s on whose ids were given out before,")
                    .formatted(found.getString(4))
                + " so its sequence was set back, and the target would take them for known; see"
                + " 'A source that went back' in the runbook");
      }
    }
  }
}
