package io.employeecdc.workbench.peer;

import io.employeecdc.runtime.database.Query;
import io.employeecdc.workbench.run.LocalPipeline;
import java.sql.Connection;
import java.sql.SQLException;

/** Whether the target has what the source has. */
record EndState(LocalPipeline pipeline) {
  private static final String CHECKSUM =
      "select count(*) || ' ' || coalesce(md5(string_agg(md5(e::text), '' order by emp_id)), '')"
          + " from employees e";

  boolean equal() throws SQLException {
    try (Connection source = pipeline.connectSource();
        Connection target = pipeline.connectTarget()) {
      return checksum(source).equals(checksum(target));
    }
  }

  /**
   * Waits until the target has all, and returns when it had: that of the last marks, which are
   * cheap to ask for, if everything was there with them.
   *
   * @param firstMark the first of the rows that were committed last
   */
  long await(int firstMark) throws Exception {
    try (Connection target = pipeline.connectTarget()) {
      Patience.until(
          "the last changes are in " + pipeline.names().target(),
          () ->
              Query.one(
                      target,
                      "select count(*) from employees where emp_id >= ? and emp_id < ?",
                      row -> row.getInt(1),
                      firstMark,
                      firstMark + SingleRows.marksCount())
                  == SingleRows.marksCount());
    }
    long seen = System.nanoTime();
    if (equal()) {
      return seen;
    }
    Patience.until(pipeline.names().target() + " equals its source", this::equal);
    return System.nanoTime();
  }

  private static String checksum(Connection database) throws SQLException {
    return Query.one(database, CHECKSUM, row -> row.getString(1));
  }
}
