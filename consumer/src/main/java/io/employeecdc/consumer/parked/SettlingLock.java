package io.employeecdc.consumer.parked;

import io.employeecdc.consumer.apply.Target;
import io.employeecdc.runtime.database.Query;
import java.sql.Connection;
import java.sql.SQLException;

/** Who settles does so alone. */
final class SettlingLock {
  /**
   * A row that is no partition's. To lock a row needs UPDATE on its table, which of all roles the
   * consumer's alone has; an advisory lock is anybody's who may connect. A lock of the table would
   * keep autovacuum out, or be kept out by it, and one that is refused is an error in the server's
   * log. Set-up makes the row, and who misses it makes it for the next time.
   */
  private static final String LOCK =
      "select from ${offsets} where topic = '(settling)' and partition = -1 for update skip locked";

  private static final String MAKE_LOCK =
      """
      insert into ${offsets} (topic, partition, next_offset) values ('(settling)', -1, 0)
      on conflict do nothing""";

  private SettlingLock() {}

  /** Until the connection's transaction ends; false if somebody else has it. */
  static boolean take(Connection connection, Target target) throws SQLException {
    boolean taken = !Query.all(connection, target.sql(connection, LOCK), row -> true).isEmpty();
    if (!taken) {
      int unused = Query.update(connection, target.sql(connection, MAKE_LOCK));
    }
    return taken;
  }
}
