package io.employeecdc.setup;

import io.employeecdc.contract.table.Contract;
import io.employeecdc.runtime.database.DataSources;
import io.employeecdc.runtime.database.Database;
import io.employeecdc.runtime.database.DatabaseSettings;
import io.employeecdc.runtime.database.Query;
import io.employeecdc.runtime.database.SqlState;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import io.employeecdc.runtime.failure.ExitCode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.util.PSQLException;

/**
 * Changes to a database beside an application that writes. Whoever waits for a lock on a table
 * makes all wait who come after: so a session waits for half a second at most, then lets them pass,
 * and all of its work is done again later.
 *
 * @param most how often it is tried
 * @param waits told, before each pause, who holds what is waited for
 */
public record LockTries(int most, Contract contract, Consumer<String> waits) {
  private static final int PAUSE_SECONDS = 2;
  private static final int LOGIN_SECONDS = 30;

  /** Lock not available; deadlock. */
  private static final Set<String> LOCKED = Set.of("55P03", "40P01");

  /** Readers are in the way of what removes only; what others do with the lock is theirs. */
  private static final String HOLDERS =
      """
      select string_agg(distinct format('%%s is held by %%s', relation::regclass, case
          when l.pid is null then 'a prepared transaction (pg_prepared_xacts)'
          when usename is null then format('process %%s of the server', l.pid)
          else format('process %%s (user %%s, application "%%s")', l.pid, usename, application_name)
        end), ', ')
      from pg_locks l left join pg_stat_activity a on a.pid = l.pid
      where granted and l.pid is distinct from pg_backend_pid()
        and (%b or mode not in ('AccessShareLock', 'RowShareLock'))
        and l.database = (select oid from pg_database where datname = current_database())
        and relation in (
          select oid from pg_class where relnamespace = current_schema()::regnamespace
            and relname in ('${name}', '${history}', %s)
          union all select relation from ${tree})
      """;

  interface SqlStatements {
    List<String> of(Statement statement) throws SQLException;
  }

  /** One whose sessions wait for no lock for long. */
  static Database database(DatabaseSettings settings) {
    Sessions connections = new Sessions();
    connections.setURL(settings.url());
    connections.setUser(settings.user());
    connections.setPassword(settings.password());
    connections.setApplicationName("cdc setup");
    // Who accepts a connection may say nothing after that.
    connections.setLoginTimeout(LOGIN_SECONDS);
    return new Database(settings, connections);
  }

  /**
   * Flyway too takes its sessions from here. With an older snapshot, rows that were committed while
   * it waited for a lock would be unseen.
   */
  private static final class Sessions extends PGSimpleDataSource {
    private static final long serialVersionUID = 1;

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
      Connection connection = super.getConnection(user, password);
      try (Statement statement = connection.createStatement()) {
        statement.execute(
            DataSources.EACH_SESSION
                + "; set lock_timeout = 500; set default_transaction_isolation = 'read committed'");
        return connection;
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
    }
  }

  /**
   * Does what is done as a whole or not at all, again while a lock is not to be had; fails with
   * exit code 5 and who holds it.
   *
   * @param readersToo whether those who read are in the way
   * @param refusal the end of the command if it fails otherwise
   */
  public <T> T run(
      Database database,
      boolean readersToo,
      Function<SQLException, CdcException> refusal,
      Database.Question<T> work) {
    for (int left = most - 1; ; left--) {
      try {
        return work.ask();
      } catch (SQLException e) {
        if (!LOCKED.contains(SqlState.code(DataSources.rootCause(e)))) {
          throw refusal.apply(e);
        }
      }
      String holders = holders(database, readersToo);
      if (left <= 0) {
        throw new CdcException(
            ErrorCode.DATABASE_UNREACHABLE,
            "the %s database (%s) is locked, and nothing was changed in this step: %s; end what holds the lock, or try again when it has ended"
                .formatted(database.side(), database, holders));
      }
      waits.accept(
          "the %s database: %s; tries again in %d s, %d more times"
              .formatted(database.side(), holders, PAUSE_SECONDS, left));
      pause();
    }
  }

  private static void pause() {
    try {
      TimeUnit.SECONDS.sleep(PAUSE_SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CdcException(ExitCode.UNEXPECTED, "interrupted while waiting for a lock", e);
    }
  }

  void transaction(Database database, boolean readersToo, SqlStatements statements) {
    Database.Question<Boolean> work =
        () -> {
          try (Connection connection = database.pool().getConnection();
              Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String sql : statements.of(statement)) {
              statement.execute(sql);
            }
            connection.commit();
            return true;
          }
        };
    boolean unused = run(database, readersToo, e -> refused(database, e), work);
  }

  /** The server's own text of what it refuses is shown: that of changes to tables holds no row. */
  static CdcException refused(Database database, SQLException e) {
    if (SqlState.errorCode(e) != ErrorCode.DATABASE_NOT_SET_UP
        || !(e instanceof PSQLException refusal)
        || refusal.getServerErrorMessage() == null) {
      return database.failure(e);
    }
    // Its detail may quote a row, but where something depends on what is removed names objects.
    String detail = refusal.getServerErrorMessage().getDetail();
    return new CdcException(
        ErrorCode.DATABASE_NOT_SET_UP,
        "the %s database (%s) refuses, and nothing was changed there: %s%s (%s)"
            .formatted(
                database.side(),
                database,
                refusal.getServerErrorMessage().getMessage(),
                "2BP01".equals(e.getSQLState()) ? ": " + detail : "",
                SqlState.describe(e)),
        e);
  }

  private String holders(Database database, boolean readersToo) {
    String question = contract.sql().of(HOLDERS.formatted(readersToo, Migrations.OURS));
    String holders =
        database.with(connection -> Query.one(connection, question, row -> row.getString(1)));
    return holders == null ? "the lock is held by nobody any more" : holders;
  }
}
