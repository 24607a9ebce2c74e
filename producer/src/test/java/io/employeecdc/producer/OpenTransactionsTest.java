package io.employeecdc.producer;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.employeecdc.producer.watch.TransactionWatch;
import io.employeecdc.runtime.database.DataSources;
import io.employeecdc.runtime.database.DatabaseSettings;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The oldest open transaction of the source. */
@Tag("servers")
class OpenTransactionsTest {
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final AtomicReference<Duration> oldest = new AtomicReference<>();

  @Test
  void the_age_of_one_counts_that_has_written() throws SQLException {
    SourceDatabase source = SourceDatabase.migrated("open_transactions");
    try (HikariDataSource pool = source.pool();
        Connection writer = source.connect();
        Statement statement = writer.createStatement()) {
      TransactionWatch watch = new TransactionWatch(pool, now::get, oldest::set);
      writer.setAutoCommit(false);
      statement.execute("select count(*) from employees");
      watch.look();
      assertThat(oldest.get()).isZero();

      statement.execute("insert into employees (emp_id) values (1)");
      watch.look();
      assertThat(oldest.get()).as("by the server's clock").isPositive();

      writer.commit();
      watch.look();
      assertThat(oldest.get()).isZero();
    }
  }

  @Test
  void who_may_not_see_when_it_began_counts_from_when_it_was_first_seen() throws SQLException {
    SourceDatabase source = SourceDatabase.migrated("hidden_transactions");
    source.asSuperuser("create role watcher login password 'watcher'");
    DatabaseSettings little =
        new DatabaseSettings("source", source.settings().url(), "watcher", "watcher");
    try (HikariDataSource pool = DataSources.pool(little, 1, null, null);
        Connection writer = source.connect();
        Statement statement = writer.createStatement()) {
      TransactionWatch watch = new TransactionWatch(pool, now::get, oldest::set);
      writer.setAutoCommit(false);
      statement.execute("insert into employees (emp_id) values (1)");
      watch.look();
      now.set(Instant.EPOCH.plusSeconds(90));
      watch.look();
      assertThat(oldest.get()).isEqualTo(Duration.ofSeconds(90));

      writer.commit();
      watch.look();
      assertThat(oldest.get()).isZero();
      statement.execute("insert into employees (emp_id) values (2)");
      watch.look();
      assertThat(oldest.get()).as("another one").isZero();
      writer.commit();
    }
  }

  @Test
  void those_of_other_databases_count_nothing() throws SQLException {
    SourceDatabase source = SourceDatabase.migrated("quiet_transactions");
    SourceDatabase other = SourceDatabase.migrated("busy_transactions");
    try (HikariDataSource pool = source.pool();
        Connection writer = other.connect();
        Statement statement = writer.createStatement()) {
      TransactionWatch watch = new TransactionWatch(pool, now::get, oldest::set);
      writer.setAutoCommit(false);
      statement.execute("insert into employees (emp_id) values (1)");
      watch.look();
      assertThat(oldest.get()).isZero();
      writer.commit();
    }
  }
}
