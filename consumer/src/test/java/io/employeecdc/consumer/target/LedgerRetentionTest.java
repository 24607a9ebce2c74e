package io.employeecdc.consumer.target;

import static io.employeecdc.consumer.testing.Changes.deleted;
import static io.employeecdc.consumer.testing.Changes.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.consumer.apply.Change;
import io.employeecdc.consumer.apply.ChangeApplier;
import io.employeecdc.consumer.apply.Target;
import io.employeecdc.consumer.testing.Applying;
import io.employeecdc.consumer.testing.Changes;
import io.employeecdc.consumer.testing.Counts;
import io.employeecdc.consumer.testing.TestTarget;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class LedgerRetentionTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final TestTarget target = new TestTarget();
  private final ChangeApplier applier =
      new ChangeApplier(new Target(target.pool(), Changes.VERSIONS));
  private final LedgerRetention retention =
      new LedgerRetention(new Target(target.pool(), Changes.VERSIONS), HOUR);

  @AfterEach
  void close() {
    target.close();
  }

  @Test
  void removes_entries_that_are_older_than_the_retention_and_no_others() throws SQLException {
    Counts unused = Applying.count(applier, List.of(change(1, 1, "Rome"), change(2, 2, "Oslo")));
    age("where action_id = 1");

    assertThat(retention.step()).isFalse();

    assertThat(ledger()).containsExactly("2");
  }

  @Test
  void removes_many_entries_in_small_steps() throws SQLException {
    target.execute(
        "insert into processed_events select g, g, now() - interval '2h'"
            + " from generate_series(1, 12000) g");

    assertThat(retention.step()).isTrue();
    assertThat(ledger()).hasSize(12_000 - LedgerRetention.STEP_ROWS);
    assertThat(retention.step()).isTrue();
    assertThat(retention.step()).isFalse();
    assertThat(ledger()).isEmpty();
  }

  @Test
  void changes_that_come_again_after_their_entries_are_gone_change_nothing() throws SQLException {
    List<Change> inserted = List.of(change(1, 1, "Rome"), change(2, 2, "Oslo"));
    List<Change> later = List.of(change(3, 1, "Bern"), deleted(4, 2));
    Applying.count(applier, inserted);
    Applying.count(applier, later);
    age("");
    assertThat(retention.step()).isFalse();
    assertThat(ledger()).isEmpty();

    assertThat(Applying.count(applier, inserted)).isEqualTo(new Counts(0, 0, 2));
    assertThat(Applying.count(applier, later)).isEqualTo(new Counts(0, 0, 2));

    assertThat(target.column("select emp_id || ' ' || city from employees"))
        .containsExactly("1 Bern");
  }

  private void age(String which) throws SQLException {
    target.execute("update processed_events set processed_at = now() - interval '2h' " + which);
  }

  private List<String> ledger() {
    return target.column("select action_id from processed_events order by action_id");
  }

  private static Change change(long actionId, int employee, String city) {
    return Changes.change(actionId, employee, row(city));
  }
}
