package io.employeecdc.faults;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.SplittableRandom;

/**
 * One transaction of the workload: up to five statements on hot and other employees with a wait
 * after each, so that transactions overlap and commit in another order than they got their ids.
 * Some are rolled back; those say so in every row that they write.
 */
final class RandomTransaction {
  private static final int HOT = 6;
  private static final int ALL = 300;
  private static final int MOVED = 10_000;

  private final SplittableRandom random;
  private final boolean rollBack;

  RandomTransaction(SplittableRandom random) {
    this.random = random;
    this.rollBack = random.nextInt(5) == 0;
  }

  /** Runs it to its commit or rollback, on a connection without auto-commit. */
  void run(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      int key = 0;
      for (int left = random.nextInt(5); left >= 0; left--) {
        // Mostly ascending keys, or the writers would wait for each other in circles all the time.
        key += 1 + random.nextInt(random.nextBoolean() ? HOT / 2 : ALL / 5);
        statement.execute(change(key));
        statement.execute("select pg_sleep(" + random.nextInt(21) / 1000.0 + ")");
      }
    }
    if (rollBack) {
      connection.rollback();
    } else {
      connection.commit();
    }
  }

  private String change(int key) {
    return switch (random.nextInt(8)) {
      case 0 -> "delete from employees where emp_id = " + key;
      case 1 -> move(key, key + MOVED);
      case 2 -> move(key + MOVED, key);
      case 3 ->
          "update employees set %s where emp_id between %d and %d"
              .formatted(assignments(), key, key + 3);
      case 4 -> "update employees set %s where emp_id = %d".formatted(assignments(), key);
      default ->
          """
          insert into employees (emp_id, first_name, last_name, dob, city, salary)
          values (%d, 'first %d', null, date '1970-01-01' + %d, %s, %s)
          on conflict (emp_id) do update set %s"""
              .formatted(
                  key, random.nextInt(), random.nextInt(10_000), city(), salary(), assignments());
    };
  }

  /** A changed primary key; nothing where the new key is taken. */
  private String move(int from, int to) {
    return """
        update employees set emp_id = %d, city = %s where emp_id = %d
        and not exists (select from employees where emp_id = %d)"""
        .formatted(to, city(), from, to);
  }

  private String assignments() {
    return "salary = %s, city = %s".formatted(salary(), city());
  }

  private String salary() {
    return random.nextInt(20) == 0 ? "null" : String.valueOf(random.nextInt(1_000_000));
  }

  private String city() {
    return rollBack ? "'" + Workload.ROLLED_BACK + "'" : "'city " + random.nextInt(1000) + "'";
  }
}
