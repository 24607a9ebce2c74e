package io.employeecdc.producer.backfill;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import javax.sql.DataSource;

/**
 * Copies rows of {@code employees} into the capture table, in chunks by key, beside live traffic.
 *
 * <p>Each row is locked before its {@code action_id} is drawn and until the chunk commits. A writer
 * who came first is waited for, and its newer row is what gets copied; a writer who comes later
 * waits for us and draws a greater id. So the copy has its right place among its employee's
 * changes. Progress is kept in {@code cdc_backfill} by the same transactions: one that was
 * interrupted goes on where it was.
 */
public final class Backfill {
  private static final String UNFINISHED =
      "select backfill_id from cdc_backfill where finished_at is null order by backfill_id";

  private static final String REQUEST =
      """
      insert into cdc_backfill (reason, from_key, to_key)
      select 'requested', coalesce(?, min(emp_id)), coalesce(?, max(emp_id))
      from employees having count(*) > 0
      """;

  private static final String NEXT_KEY =
      """
      select max(emp_id) from (
        select e.emp_id
        from employees e, cdc_backfill b
        where b.backfill_id = ?
          and e.emp_id between b.from_key and b.to_key
          and (b.last_key is null or e.emp_id > b.last_key)
        order by e.emp_id limit ?) chunk
      """;

  private static final String COPY =
      """
      with sent as (
        insert into emp_cdc (action, emp_id, first_name, last_name, dob, city, salary)
        select 'SNAPSHOT', r.*
        from (
          select e.emp_id, e.first_name, e.last_name, e.dob, e.city, e.salary
          from employees e
          where e.emp_id > coalesce((select last_key from cdc_backfill where backfill_id = ?),
              (select from_key::bigint - 1 from cdc_backfill where backfill_id = ?))
            and e.emp_id <= ?
          order by e.emp_id for share of e) r
        returning 1)
      update cdc_backfill
      set last_key = ?, rows_sent = rows_sent + (select count(*) from sent)
      where backfill_id = ? returning (select count(*) from sent)
      """;

  private static final String TABLES =
      """
      select to_regclass('employees') is null as no_table,
        to_regclass('cdc_backfill') is null as not_set_up""";

  private static final String ALL_ROWS = "select count(*) from employees";

  private static final String ROWS_LEFT =
      """
      select count(*) from employees e where exists (
        select from cdc_backfill b
        where finished_at is null and e.emp_id between b.from_key and b.to_key
          and (b.last_key is null or e.emp_id > b.last_key))
      """;

  private final DataSource source;
  private final int chunkRows;

  /**
   * A backfill that has not begun.
   *
   * @param chunkRows rows that are locked at a time
   */
  public Backfill(DataSource source, int chunkRows) {
    this.source = source;
    this.chunkRows = chunkRows;
  }

  /** How many rows set-up would send, also where nothing is set up yet; reads all their keys. */
  public static long rowsToSend(Connection source) throws SQLException {
    try (Statement statement = source.createStatement()) {
      String question;
      try (ResultSet missing = statement.executeQuery(TABLES)) {
        missing.next();
        if (missing.getBoolean("no_table")) {
          return 0;
        }
        question = missing.getBoolean("not_set_up") ? ALL_ROWS : ROWS_LEFT;
      }
      try (ResultSet rows = statement.executeQuery(question)) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }

  /**
   * Asks for the rows of a range of keys to be sent again.
   *
   * @param from lowest key; null for the first there is
   * @param to highest key; null for the last there is
   */
  public void request(Integer from, Integer to) throws SQLException {
    try (Connection connection = source.getConnection();
        PreparedStatement request = connection.prepareStatement(REQUEST)) {
      request.setObject(1, from, java.sql.Types.INTEGER);
      request.setObject(2, to, java.sql.Types.INTEGER);
      request.executeUpdate();
    }
  }

  /**
   * Runs every backfill that is not finished.
   *
   * @param progress told the rows that this run has sent so far of the current one
   * @return rows that this run has sent of all of them, without those of runs before it
   */
  public long runUnfinished(LongConsumer progress) throws SQLException {
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      long rows = 0;
      for (long id : unfinished(connection)) {
        rows += run(connection, id, progress);
      }
      return rows;
    }
  }

  private static List<Long> unfinished(Connection connection) throws SQLException {
    List<Long> ids = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(UNFINISHED)) {
      while (rows.next()) {
        ids.add(rows.getLong(1));
      }
    }
    return ids;
  }

  private long run(Connection connection, long id, LongConsumer progress) throws SQLException {
    long sent = 0;
    for (Integer key = nextKey(connection, id); key != null; key = nextKey(connection, id)) {
      sent += copyUpTo(connection, id, key);
      connection.commit();
      progress.accept(sent);
    }
    try (PreparedStatement finish =
        connection.prepareStatement(
            "update cdc_backfill set finished_at = now() where backfill_id = ?")) {
      finish.setLong(1, id);
      finish.executeUpdate();
    }
    connection.commit();
    return sent;
  }

  private Integer nextKey(Connection connection, long id) throws SQLException {
    try (PreparedStatement next = connection.prepareStatement(NEXT_KEY)) {
      next.setLong(1, id);
      next.setInt(2, chunkRows);
      try (ResultSet row = next.executeQuery()) {
        row.next();
        return row.getObject(1, Integer.class);
      }
    }
  }

  private static long copyUpTo(Connection connection, long id, int key) throws SQLException {
    try (PreparedStatement copy = connection.prepareStatement(COPY)) {
      copy.setLong(1, id);
      copy.setLong(2, id);
      copy.setInt(3, key);
      copy.setInt(4, key);
      copy.setLong(5, id);
      try (ResultSet row = copy.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }
}
