package io.employeecdc.producer.capture;

import io.employeecdc.contract.ReleasedVersions;
import io.employeecdc.contract.SchemaVersion;
import io.employeecdc.contract.table.CapturedTable;
import io.employeecdc.contract.table.RowVersions;
import io.employeecdc.contract.table.TableSql;
import io.employeecdc.runtime.database.SqlState;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import io.employeecdc.runtime.logging.Coded;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.ToIntFunction;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the changes after a position, a batch at a time. Each read is a short transaction of its
 * own: no snapshot is held open between batches, so a slow Kafka never holds back the source's
 * vacuum.
 */
public final class Capture {
  private static final Logger LOG = LoggerFactory.getLogger(Capture.class);

  /**
   * A new mark is set when this many ids were drawn since the last; so much may be searched twice.
   */
  private static final long MARK_EVERY = 1000;

  /** Changes that are in memory at once: with the next read under way, twice as many. */
  private static final int MOST_AT_ONCE = 25_000;

  /**
   * Ids that one read looks at. The search for what a long transaction has left passes by all that
   * was published meanwhile; as one statement it could say nothing for longer than a connection
   * waits for an answer, and would be begun again for ever.
   */
  private static final long SEARCHED_AT_ONCE = 1_000_000;

  /**
   * A mark: the sequence's value, and then a transaction id. The sequence is asked and not read as
   * a table: while a {@code nextval} writes its log record, its row holds the value of 32 calls
   * ahead (PostgreSQL, sequence.c), and a mark that is ahead passes changes by.
   */
  static final String MARK =
      "select drawn, pg_current_xact_id()::text from (select"
          + " coalesce(pg_sequence_last_value('${capture}_action_id_seq'), 0) as drawn offset 0) s";

  private final CapturedTable table;
  private final TableSql sql;
  private final RowVersions versions;
  private final RowEncoders encoders;
  private final int batchSize;
  private final OnChange onSourceChange;

  /** What the sequence had given when this run first looked; all before may be published. */
  private long drawnAtFirst = Long.MAX_VALUE;

  /**
   * A reader that encodes as a version of the contract.
   *
   * @param released the versions of which the newest is to be written
   * @param ids what the registry has for each
   * @param chunkSize changes in a Kafka transaction; a batch holds half as many, and 25,000 at most
   */
  public Capture(
      ReleasedVersions released,
      ToIntFunction<SchemaVersion> ids,
      int chunkSize,
      OnChange onSourceChange) {
    this.versions = RowVersions.of(released);
    this.table = versions.table();
    this.sql = new TableSql(table);
    this.encoders = new RowEncoders(versions, ids);
    this.onSourceChange = onSourceChange;
    this.batchSize = Math.min((chunkSize + 1) / 2, MOST_AT_ONCE);
  }

  /** What is read, as the newest version describes it, and the versions before it. */
  public RowVersions versions() {
    return versions;
  }

  /** The id of the schema that is written where nothing is missing. */
  public int schemaId() {
    return encoders.schemaId();
  }

  /**
   * The changes after a position: a batch of them at most, possibly none, also where more follow.
   *
   * @param connection in auto-commit mode
   * @throws CdcException with exit code 7 if the source's history is not the one that was read
   */
  public ChangeBatch read(Connection connection, Position after) throws SQLException {
    Position from = open(connection, after);
    ChangeBatch batch = new ChangeBatch(batchSize + batchSize / 8 + 1);
    Position.Window window = from.window();
    long end = Math.min(window.ceiling(), window.last() + SEARCHED_AT_ONCE);
    long last = window.last() < end ? copy(connection, from, end, batch) : end;
    if (batch.changes() == 0 && last < window.ceiling()) {
      last = beforeNext(connection, last, window.ceiling());
    }
    boolean all = last >= window.ceiling();
    if (all && batch.changes() == 0 && from.addsNothingTo(after)) {
      batch.end(after);
      return batch;
    }
    if (after.window() == null) {
      makeDurable(connection);
    }
    batch.end(all ? from.close() : from.advance(last));
    return batch;
  }

  /**
   * Waits until the source would still know, after a crash, every transaction id and action id that
   * the new snapshot and mark speak of. One that was rolled back, or has only read so far, is not
   * on disk yet; a crash would give its id to another transaction, whose rows the position would
   * take for done. A commit that waits for the disk takes all that came before it along.
   */
  private static void makeDurable(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "select pg_logical_emit_message(true, 'employee-cdc', ''::text)"
              + " where pg_current_wal_flush_lsn() < pg_current_wal_insert_lsn()");
    }
  }

  private Position open(Connection connection, Position after) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      Now now = Now.ask(sql, statement, after);
      Position here = inHistory(after, now.history());
      if (!here.equals(after)) {
        new CopiedChanges(sql).refuseAny(connection);
      }
      if (after.window() != null) {
        return here;
      }
      if (after.highest() >= drawnAtFirst
          && now.ceiling() - after.newestMark().getValue() < MARK_EVERY) {
        return here.open(now.snapshot(), now.ceiling());
      }
      // The mark comes before the snapshot that it is to serve: what begins after both is above it.
      Position marked = mark(statement, here);
      drawnAtFirst = Math.min(drawnAtFirst, marked.newestMark().getValue());
      Now again = Now.ask(sql, statement, after);
      return marked.open(again.snapshot(), again.ceiling());
    }
  }

  private Position inHistory(Position after, SourceHistory now) {
    SourceHistory before = after.history();
    if (before == null || now.equals(before)) {
      return now.equals(before) ? after : after.in(now);
    }
    before
        .otherTable(now)
        .ifPresent(what -> behind("it is " + what + " than the one that was read"));
    before.change(now).ifPresent(this::changed);
    return after.in(now);
  }

  private void changed(String what) {
    if (onSourceChange == OnChange.STOP) {
      throw new CdcException(
          ErrorCode.SOURCE_CHANGED,
          "the source may lack changes that are published, or give their ids to others: "
              + what
              + "; if it lacks none and no id was set back, start once with --on-source-change"
              + " continue, else see exit code 7 in the runbook");
    }
    Coded.warn(LOG, ErrorCode.SOURCE_CHANGED, "the source has changed: {}", what);
  }

  private static void behind(String what) {
    throw new CdcException(
        ErrorCode.SOURCE_BEHIND,
        "the source is not the one whose changes are published: "
            + what
            + "; check --source-url, or see 'A source that went back' in the runbook");
  }

  /**
   * The source's state.
   *
   * @param ceiling the sequence's value or more, read after the snapshot was taken
   */
  private record Now(Snapshot snapshot, long ceiling, SourceHistory history) {
    /** The timeline's number is the first part of the name of each file of the log. */
    private static final String ASK =
        """
        select pg_current_snapshot()::text,
          case when is_called then last_value else 0 end,
          pg_is_in_recovery(),
          (select system_identifier from pg_control_system()),
          case when not pg_is_in_recovery()
            then left(pg_walfile_name(pg_current_wal_insert_lsn()), 8) end,
          (select oid from pg_database where datname = current_database()),
          '${capture}'::regclass::oid,
          pg_relation_filenode('${capture}_action_id_seq')
        from ${capture}_action_id_seq""";

    static Now ask(TableSql sql, Statement statement, Position after) throws SQLException {
      try (ResultSet now = statement.executeQuery(sql.of(ASK))) {
        now.next();
        if (now.getBoolean(3)) {
          throw new SQLException("a standby, which may be promoted", SqlState.READ_ONLY);
        }
        Snapshot snapshot = Snapshot.parse(now.getString(1));
        if (snapshot.xmax() < after.done().xmax()) {
          behind(
              "it is at transaction %d, they reach up to transaction %d, so it was restored to an earlier time"
                  .formatted(snapshot.xmax(), after.done().xmax()));
        }
        long ceiling = now.getLong(2);
        if (ceiling < after.highest()) {
          behind(
              sql.of(
                      "its sequence ${capture}_action_id_seq is at %d, they reach up to action_id %d, so it was set back")
                  .formatted(ceiling, after.highest()));
        }
        return new Now(
            snapshot,
            ceiling,
            new SourceHistory(
                now.getLong(4),
                Integer.parseUnsignedInt(now.getString(5), 16),
                now.getLong(6),
                now.getLong(7),
                now.getLong(8)));
      }
    }
  }

  /** The sequence is read before the transaction id is assigned: see {@link Position}. */
  private Position mark(Statement statement, Position position) throws SQLException {
    try (ResultSet mark = statement.executeQuery(sql.of(MARK))) {
      mark.next();
      return position.mark(Long.parseLong(mark.getString(2)), mark.getLong(1));
    }
  }

  /**
   * Reads what is new up to an action id.
   *
   * @return all up to this id has been read: the last change's where the batch is full, else the
   *     end
   */
  private long copy(Connection connection, Position from, long end, ChangeBatch batch)
      throws SQLException {
    while (true) {
      long after = Math.max(from.window().last(), batch.lastActionId());
      String rows =
          sql.of(" from ${capture} where action_id > %d and action_id <= %d").formatted(after, end)
              + " and pg_visible_in_snapshot(txid, '%s') and not pg_visible_in_snapshot(txid, '%s')"
                  .formatted(from.window().to(), from.done())
              + " order by action_id limit %d".formatted(batchSize - batch.changes());
      try {
        if (copy(connection, rows, batch)) {
          return batch.changes() < batchSize ? end : batch.lastActionId();
        }
      } catch (SQLException e) {
        if (BrokenText.STATE.equals(e.getSQLState())) {
          throw new BrokenText(versions, sql).explain(connection, rows, e);
        }
        throw e;
      }
      encoders.learn(connection);
    }
  }

  /**
   * Passes by ids that no row has: a sequence that was set forward, as on the way back from the
   * log, leaves more than could be searched. All that the window wants has been there since its
   * snapshot, and is published before it is deleted.
   */
  private long beforeNext(Connection connection, long last, long ceiling) throws SQLException {
    String next = "select min(action_id) from ${capture} where action_id > %d";
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql.of(next).formatted(last))) {
      found.next();
      long id = found.getLong(1);
      return found.wasNull() ? ceiling : Math.min(ceiling, id - 1);
    }
  }

  /** False if it ends before a row of a version that is to be learned. */
  private boolean copy(Connection connection, String rows, ChangeBatch batch) throws SQLException {
    String query =
        "copy (select %s%s) to stdout (format binary)".formatted(encoders.columns(), rows);
    CopyOut copy = connection.unwrap(PGConnection.class).getCopyAPI().copyOut(query);
    boolean known = true;
    boolean first = true;
    for (byte[] row = copy.readFromCopy(); row != null; row = copy.readFromCopy()) {
      known = known && encoders.encode(row, first, batch);
      first = false;
    }
    return known;
  }
}
