package io.employeecdc.consumer.apply;

import static io.employeecdc.consumer.testing.Applying.apply;
import static io.employeecdc.consumer.testing.Changes.deleted;
import static io.employeecdc.consumer.testing.Changes.written;
import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.consumer.testing.Changes;
import io.employeecdc.consumer.testing.TestTarget;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rows that other tables of the target refer to. */
@Tag("servers")
class ReferencedRowsTest {
  private static final String TOO_LONG = "x".repeat(101);

  private final TestTarget target = new TestTarget();
  private final ChangeApplier applier =
      new ChangeApplier(new Target(target.pool(), Changes.VERSIONS));

  @AfterEach
  void closeTarget() {
    target.close();
  }

  @Test
  void a_delete_that_others_forbid_is_parked() throws SQLException {
    target.execute("create table badges (emp_id integer references employees)");
    Applied unused = apply(applier, List.of(written(1, 1, "Rome"), written(2, 2, "Oslo")));
    target.execute("insert into badges values (1)");

    assertThat(apply(applier, List.of(deleted(3, 1), deleted(4, 2))).outcomes())
        .containsExactly(Effect.PARKED, Effect.APPLIED);
    assertThat(target.column("select emp_id from employees")).containsExactly("1");
  }

  /** What was tried before must not put the check off to the commit again. */
  @Test
  void a_delete_that_others_forbid_at_the_end_of_a_transaction_is_parked_beside_a_bad_row()
      throws SQLException {
    target.execute(
        "create table badges (emp_id integer references employees deferrable initially deferred)");
    Applied unused = apply(applier, List.of(written(1, 1, "Rome"), written(2, 2, "Oslo")));
    target.execute("insert into badges values (1)");

    Applied applied =
        apply(
            applier,
            List.of(
                written(2, 2, "Oslo"),
                deleted(3, 1),
                written(4, 4, TOO_LONG),
                written(5, 5, "Bern")));

    assertThat(applied.outcomes())
        .containsExactly(Effect.DUPLICATE, Effect.PARKED, applied.failed().get(0), Effect.APPLIED);
  }
}
