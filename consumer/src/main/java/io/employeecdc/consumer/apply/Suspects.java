package io.employeecdc.consumer.apply;

import io.employeecdc.consumer.verdict.Verdict;
import io.employeecdc.schema.Employee;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Guesses which changes of a batch the target would refuse, all of them in two round trips.
 *
 * <p>A statement that fails names at most one of its bad rows, and often not even that. So the
 * target's own constraints are read from its catalog and put to all rows as a question. The answer
 * may be wrong either way (a trigger refuses what looks good; a value is free by the time its taker
 * is written): suspects are tried all the same, and what was not suspected and fails is found by
 * halving. No value leaves this class.
 */
final class Suspects {
  private static final Logger LOG = LoggerFactory.getLogger(Suspects.class);

  /** The days that PostgreSQL can tell, since 1970; the extremes of an int are its infinities. */
  private static final long FIRST_DAY = -2_440_588;

  private static final long LAST_DAY = 2_145_042_905;

  private final DataSource target;

  Suspects(DataSource target) {
    this.target = target;
  }

  /**
   * The suspects, each the newest change of its employee in the batch; empty if nothing can be
   * said.
   *
   * @throws SQLException if the target is out of reach
   */
  List<Change> in(List<Change> batch) throws SQLException {
    List<Change> suspects = new ArrayList<>();
    List<Change> writes = new ArrayList<>(batch.size());
    Newest newest = Newest.of(batch);
    for (int i = 0; i < newest.count(); i++) {
      Change change = batch.get(newest.index(i));
      if (change.row() != null) {
        (cannotBeSent(change.row()) ? suspects : writes).add(change);
      }
    }
    try {
      ask(writes, suspects);
    } catch (SQLException e) {
      if (Verdict.of(e) == Verdict.RETRY) {
        throw e;
      }
      // Such as a column of a type that our values do not convert to: halving will find them.
      LOG.debug("The target cannot be asked for suspects: {}", Fault.of(e).message());
    }
    return suspects;
  }

  /**
   * @param writes in ascending order of their employees
   */
  private void ask(List<Change> writes, List<Change> suspects) throws SQLException {
    try (Connection connection = target.getConnection()) {
      Constraints constraints = Constraints.of(connection);
      Set<Change> twins = Twins.allButOldest(writes, constraints.uniques());
      suspects.addAll(twins);
      if (constraints.question().isEmpty()) {
        return;
      }
      int[] refused =
          new Statements(connection)
              .suspects(constraints.question().get(), Columns.Rows.of(writes));
      int at = 0;
      for (Change write : writes) {
        if (at < refused.length && refused[at] == write.employeeId()) {
          at++;
          if (!twins.contains(write)) {
            suspects.add(write);
          }
        }
      }
    }
  }

  /** True for what the server refuses in whatever statement it stands. */
  static boolean cannotBeSent(Employee row) {
    return holdsNul(row.getFirstName())
        || holdsNul(row.getLastName())
        || holdsNul(row.getCity())
        || (row.getDob() != null && !isDate(row.getDob().toEpochDay()));
  }

  private static boolean holdsNul(String text) {
    return text != null && text.indexOf('\0') >= 0;
  }

  private static boolean isDate(long day) {
    return (day >= FIRST_DAY && day <= LAST_DAY)
        || day == Integer.MAX_VALUE
        || day == Integer.MIN_VALUE;
  }
}
