package io.employeecdc.consumer.apply;

import io.employeecdc.consumer.verdict.Verdict;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies a batch of changes in one transaction of a fixed number of statements, with an effect
 * that is exactly once.
 *
 * <p>First each employee's row in {@code employee_versions} is moved to the batch's newest change
 * of that employee, unless it is there or beyond. That one statement is the guard against older
 * changes, which a DELETE does not lift because the row outlives the employee, and it is the lock:
 * it holds every row it met, changed or not, until the transaction ends. So of two consumers with
 * the same employee (one of them stopped for a minute and thought dead, or a replay of dead letters
 * beside live traffic) the second waits, then sees what the first did. Rows are locked in ascending
 * order of the key, so two batches cannot wait for each other.
 *
 * <p>Then all changes enter the ledger {@code processed_events}, which tells those that were there
 * before, and the winners are deleted from or written to {@code employees}. Deletes go first: a row
 * that goes may free a unique value that another takes over.
 *
 * <p>Nearly always all changes of a batch are new, and a plain insert into the ledger costs less
 * than half of one that looks for conflicts. So that is tried first; if the ledger refuses a change
 * that it holds, the transaction is done again with the careful insert, and so are the next ones
 * until a batch is new again.
 */
public final class ChangeApplier {
  private static final Logger LOG = LoggerFactory.getLogger(ChangeApplier.class);

  /** What is expected of the changes that enter the ledger. */
  private enum Ledger {
    NEW,
    MIXED
  }

  /** What a transaction does. */
  private interface Work<T> {
    T with(Statements statements) throws SQLException;
  }

  /** How a transaction ends that went well. */
  private interface Ending {
    void end(Connection connection) throws SQLException;
  }

  private final DataSource target;
  private final Suspects suspects;
  private final TargetNames names;

  /** Shared by all threads: after a reset of the group all of them meet duplicates. */
  private volatile boolean expectNew = true;

  /** Shared as well: where one batch had a bad change, the next may. */
  private volatile boolean expectBad;

  /**
   * @param target connections of PostgreSQL's driver, pooled or not
   */
  public ChangeApplier(DataSource target) {
    this.target = target;
    this.suspects = new Suspects(target);
    this.names = new TargetNames(target);
  }

  /**
   * Applies all changes or, if it throws, none; unless the connection is lost while it commits,
   * when either may be the case. It can be repeated in any case.
   *
   * @param batch in any order; any number of changes per employee
   */
  public Counts apply(List<Change> batch) throws SQLException {
    if (batch.size() == 1 && batch.get(0).row() != null) {
      return alone(batch.get(0));
    }
    if (expectNew) {
      try {
        return transact(batch, Ledger.NEW);
      } catch (SQLException e) {
        if (!Verdict.isInLedger(e)) {
          throw e;
        }
        LOG.debug("A batch holds changes that have been through");
      }
    }
    Counts counts = transact(batch, Ledger.MIXED);
    expectNew = counts.duplicates() == 0;
    return counts;
  }

  /**
   * Asks whether the target is there.
   *
   * @throws SQLException if it is not, or gives us no session
   */
  public void reach() throws SQLException {
    // A connection that was used just now is handed out by its pool without being asked.
    try (Connection connection = target.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("select 1");
    }
  }

  /**
   * The changes that the target would probably refuse, because they break a constraint of its
   * table. It may be wrong either way.
   */
  List<Change> suspects(List<Change> batch) throws SQLException {
    List<Change> found = suspects.in(batch);
    expectBad = !found.isEmpty();
    return found;
  }

  /** What an error says of the one change that was applied. */
  public Fault fault(SQLException e) {
    return names.fault(e);
  }

  /** True if suspects were found when last looked for: better look before the next attempt. */
  boolean expectsBad() {
    return expectBad;
  }

  /**
   * Applies all changes as {@link #apply} does.
   *
   * @return of each change, in the batch's order, what became of it
   */
  public List<Effect> applyAndTell(List<Change> batch) throws SQLException {
    return transact(statements -> BatchWrite.runAndTell(batch, statements), Connection::commit);
  }

  /**
   * Finds out what {@link #applyAndTell} would do, by doing it and rolling it back; constraints
   * that are checked at the end of a transaction are checked as well.
   */
  public List<Effect> rehearse(List<Change> batch) throws SQLException {
    return transact(
        statements -> {
          List<Effect> effects = BatchWrite.runAndTell(batch, statements);
          statements.checkDeferred();
          return effects;
        },
        Connection::rollback);
  }

  /**
   * Applies all changes as {@link #applyAndTell} does, in one transaction in which their rows go
   * before they come: unique values may change hands among them in any way, also in a circle.
   */
  List<Effect> exchange(List<Change> batch) throws SQLException {
    return transact(
        statements -> BatchWrite.exchangeAndTell(batch, statements), Connection::commit);
  }

  /**
   * Who holds unique values that rows want, and who wants the same.
   *
   * @param writes at most one per employee
   */
  Holders holders(List<Change> writes) throws SQLException {
    try (Connection connection = target.getConnection()) {
      Constraints constraints = Constraints.of(connection);
      return constraints.holders().isEmpty()
          ? Holders.NONE
          : new Holders(
              new Statements(connection)
                  .holders(constraints.holders().get(), Columns.Rows.of(writes)),
              Twins.allButNewest(writes, constraints.uniques()).stream()
                  .map(Change::employeeId)
                  .collect(Collectors.toSet()),
              constraints.mustStay());
    }
  }

  private Counts transact(List<Change> batch, Ledger ledger) throws SQLException {
    return transact(
        statements -> BatchWrite.run(batch, ledger == Ledger.NEW, statements), Connection::commit);
  }

  /** One change in one round trip: bad ones come in dozens, and each is tried by itself. */
  private Counts alone(Change change) throws SQLException {
    Columns.Rows row = Columns.Rows.of(List.of(change));
    try (Connection connection = target.getConnection()) {
      long[] actionId = {change.actionId()};
      return Counts.of(List.of(new Statements(connection).alone(actionId, row)));
    }
  }

  private <T> T transact(Work<T> work, Ending ending) throws SQLException {
    try (Connection connection = target.getConnection()) {
      connection.setAutoCommit(false);
      try {
        T result = work.with(new Statements(connection));
        ending.end(connection);
        return result;
      } catch (SQLException | RuntimeException e) {
        rollback(connection, e);
        throw e;
      }
    }
  }

  private static void rollback(Connection connection, Exception reason) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      reason.addSuppressed(e);
    }
  }
}
