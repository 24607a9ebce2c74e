package io.employeecdc.consumer.parked;

import static io.employeecdc.consumer.testing.Changes.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.employeecdc.consumer.apply.Change;
import io.employeecdc.consumer.apply.ChangeApplier;
import io.employeecdc.consumer.apply.Target;
import io.employeecdc.consumer.testing.Applying;
import io.employeecdc.consumer.testing.Changes;
import io.employeecdc.consumer.testing.SettlingAlone;
import io.employeecdc.consumer.testing.TestTarget;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who keeps whom from settling. */
@Tag("servers")
class SettlingLockTest {
  private final TestTarget database = new TestTarget();
  private final Target target = new Target(database.pool(), Changes.VERSIONS);

  @BeforeEach
  void twoWaitForEachOther() throws SQLException {
    database.execute("alter table employees add constraint one_per_city unique (city)");
    ChangeApplier applier = new ChangeApplier(target);
    for (List<Change> batch :
        List.of(
            List.of(written(1, 1, "Rome"), written(2, 2, "Oslo")),
            List.of(written(3, 1, "Oslo")),
            List.of(written(4, 2, "Rome")))) {
      assertThat(Applying.apply(applier, batch)).isNotNull();
    }
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void one_at_a_time_settles() throws SQLException {
    try (Connection one = begin();
        Connection other = begin()) {
      assertThat(new ParkedTable(one, target).lock()).isTrue();
      assertThat(new ParkedTable(other, target).lock()).isFalse();
      one.commit();
      assertThat(new ParkedTable(other, target).lock()).isTrue();
      other.rollback();
    }
  }

  @Test
  void where_the_row_that_is_the_lock_was_removed_the_next_look_settles() throws SQLException {
    database.execute("truncate applied_offsets");
    try (Connection one = begin()) {
      assertThat(new ParkedTable(one, target).lock()).isFalse();
      one.commit();
      assertThat(new ParkedTable(one, target).lock()).isTrue();
      one.rollback();
    }
  }

  @Test
  void batches_go_on_meanwhile() throws SQLException {
    try (Connection other = begin()) {
      assertThat(new ParkedTable(other, target).lock()).isTrue();
      assertThat(Applying.apply(new ChangeApplier(target), List.of(written(5, 3, "Kiel"))))
          .isNotNull();
      other.rollback();
    }
  }

  /** A lock that is anybody's is no lock of ours: not by a name, a row or a table. */
  @Test
  void who_may_connect_and_read_keeps_nobody_from_it() throws SQLException {
    database.executeAsSuperuser(
        "create role bystander login password 'bystander';"
            + " grant select on all tables in schema public to bystander");
    try (Connection bystander =
            DriverManager.getConnection(database.settings().url(), "bystander", "bystander");
        Statement statement = bystander.createStatement()) {
      statement.execute("begin");
      statement.execute(
          "select pg_advisory_lock(hashtext('cdc parked_changes'), hashtext('public'))");
      statement.execute("select count(*) from parked_changes, applied_offsets, employees");
      for (String lock :
          List.of(
              "select from applied_offsets for key share",
              "select from parked_changes for key share",
              "lock table applied_offsets in row share mode",
              "lock table parked_changes in row share mode")) {
        statement.execute("savepoint before");
        assertThatThrownBy(() -> statement.execute(lock)).hasMessageContaining("permission denied");
        statement.execute("rollback to before");
      }

      assertThat(SettlingAlone.of(target).step()).isTrue();
    } finally {
      database.executeAsSuperuser("drop owned by bystander; drop role bystander");
    }
    assertThat(database.column("select emp_id || city from employees order by 1"))
        .containsExactly("1Oslo", "2Rome");
  }

  private Connection begin() throws SQLException {
    Connection connection = database.connect();
    connection.setAutoCommit(false);
    return connection;
  }
}
