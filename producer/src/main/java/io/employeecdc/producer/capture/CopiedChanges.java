package io.employeecdc.producer.capture;

import io.employeecdc.contract.table.TableSql;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Finds changes that were copied from another server, whose transaction ids are ahead of this
 * one's: they would be published when it gets there, or never.
 *
 * <p>Who sees a row knows that its transaction has ended, so its id is below the snapshot's xmax.
 */
public final class CopiedChanges {
  private static final String COPIED =
      """
      select count(*), max(txid)::text, pg_snapshot_xmax(pg_current_snapshot())::text from %s
      where txid >= pg_snapshot_xmax(pg_current_snapshot())""";

  /** Rows that come by hand come with low ids, or with the next. */
  private static final String BOTH_ENDS =
      """
      ((select txid from ${capture} order by action_id limit 1000)
        union all (select txid from ${capture} order by action_id desc limit 1000)) ends""";

  private final TableSql sql;

  public CopiedChanges(TableSql sql) {
    this.sql = sql;
  }

  /**
   * Looks at both ends of the capture table, which costs next to nothing while it is being read.
   *
   * @throws CdcException with exit code 7 if there are any
   */
  public void refuseNew(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      refuse(statement, BOTH_ENDS);
    }
  }

  /** Looks at all of it: where nothing of it was read before. */
  void refuseAny(Statement statement) throws SQLException {
    refuse(statement, "${capture}");
  }

  private void refuse(Statement statement, String rows) throws SQLException {
    try (ResultSet found = statement.executeQuery(sql.of(COPIED.formatted(rows)))) {
      found.next();
      if (found.getLong(1) > 0) {
        throw new CdcException(
            ErrorCode.SOURCE_BEHIND,
            "the source's %s holds changes of transactions up to %s, and it is at %s: they were copied from another server and would never be published"
                    .formatted(sql.of("${capture}"), found.getString(2), found.getString(3))
                + sql.of(
                    "; run: delete from ${capture} where txid >= pg_snapshot_xmax(pg_current_snapshot())")
                + ", start the producer again, and then 'cdc verify --repair'");
      }
    }
  }
}
