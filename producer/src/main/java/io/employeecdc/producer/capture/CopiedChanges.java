package io.employeecdc.producer.capture;

import io.employeecdc.contract.table.TableSql;
import io.employeecdc.runtime.database.Query;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/**
 * Finds changes that would be published late, never, or as others: those that were copied from
 * another server, whose transaction ids are ahead of this one's, and those whose ids were given out
 * before, as the sequence was set back and has come forward again.
 *
 * <p>Who sees a row knows that its transaction has ended, so its id is below the snapshot's xmax. A
 * transaction above a mark of the position has only ids above the mark's.
 */
final class CopiedChanges {
  private static final String QUESTION =
      """
      (select case
        when copied > 0 then format('holds changes of transactions up to %s, and it is at %s: they were copied from another server'
          || ' and would never be published; run: delete from ${capture} where txid >= pg_snapshot_xmax(pg_current_snapshot()),'
          || ' start the producer again, and then ''cdc verify --repair''', newest, next)
        when again is not null then format('holds changes from action_id %s on whose ids were given out before, so its sequence'
          || ' was set back, and the target would take them for known; see ''A source that went back'' in the runbook', again) end
      from (
        select count(*) filter (where txid >= next) copied, max(txid) newest, next,
          min(action_id) filter (where txid > ?::text::xid8 and action_id <= ?) again
        from ${rows}, (select pg_snapshot_xmax(pg_current_snapshot())) now (next)
        group by next) found)""";

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

  CopiedChanges(TableSql sql) {
    this.sql = sql;
  }

  /**
   * An SQL expression with {@link #marks} as its parameters: looks at both ends of the capture
   * table, which costs next to nothing while it is being read.
   */
  String atBothEnds() {
    return question(BOTH_ENDS);
  }

  private String question(String rows) {
    return sql.of(QUESTION.replace("${rows}", rows));
  }

  Object[] marks(Position after) {
    return marks(marked == null ? after.newestMark() : marked);
  }

  private static Object[] marks(Map.Entry<Long, Long> mark) {
    return new Object[] {String.valueOf(mark.getKey()), mark.getValue()};
  }

  /** The next look finds what was set back since this one. */
  void seen(Position after) {
    marked = after.newestMark();
  }

  /**
   * Looks at all of it: where nothing of it was read before.
   *
   * @throws CdcException with exit code 7 if there are any
   */
  void refuseAny(Connection connection) throws SQLException {
    Object[] marks = marks(Position.START.newestMark());
    refuse(Query.one(connection, "select " + question(ALL), row -> row.getString(1), marks));
  }

  /**
   * Refuses what was found.
   *
   * @param found null if nothing was
   * @throws CdcException with exit code 7 if there are any
   */
  void refuse(String found) {
    if (found != null) {
      throw new CdcException(ErrorCode.SOURCE_BEHIND, sql.of("the source's ${capture} ") + found);
    }
  }
}
