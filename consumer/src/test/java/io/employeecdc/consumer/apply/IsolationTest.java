package io.employeecdc.consumer.apply;

import static io.employeecdc.consumer.testing.Changes.deleted;
import static io.employeecdc.consumer.testing.Changes.written;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.employeecdc.consumer.testing.TestTarget;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IsolationTest {
  private static final String TOO_LONG = "x".repeat(101);

  private final TestTarget target = new TestTarget();
  private final ChangeApplier applier = new ChangeApplier(target.pool());

  @AfterEach
  void closeTarget() {
    target.close();
  }

  @Test
  void applies_the_neighbours_of_a_bad_row() throws SQLException {
    List<Change> batch = new ArrayList<>();
    IntStream.range(0, 100).forEach(i -> batch.add(written(i, i, i == 42 ? TOO_LONG : "Rome")));
    Isolation isolation = Isolation.together(batch);

    isolation.run(applier, (changes, counts) -> {});

    assertThat(isolation.counts()).isEqualTo(new Counts(99, 0, 0));
    assertThat(isolation.failed()).extracting(one -> one.change().actionId()).containsExactly(42L);
    assertThat(isolation.failed().get(0).fault().sqlState()).isEqualTo("22001");
    assertThat(target.column("select count(*) from employees")).containsExactly("99");
  }

  @Test
  void a_unique_value_is_handed_from_one_employee_to_another_in_one_batch() throws SQLException {
    target.execute("alter table employees add constraint one_per_city unique (city)");
    applier.apply(List.of(written(1, 1, "Rome"), written(2, 9, "Oslo")));

    // In the order of the keys, employee 1 would take Oslo before 9 has left it; the chain goes on.
    Isolation isolation =
        Isolation.together(
            List.of(
                written(3, 9, "Bern"),
                written(4, 1, "Oslo"),
                written(5, 5, "Rome"),
                deleted(6, 9),
                written(7, 2, "Bern")));
    isolation.run(applier, (changes, counts) -> {});

    assertThat(isolation.failed()).isEmpty();
    assertThat(target.column("select emp_id || ' ' || city from employees order by emp_id"))
        .containsExactly("1 Oslo", "2 Bern", "5 Rome");
  }

  @Test
  void goes_on_where_it_was_after_an_outage() throws SQLException {
    Isolation isolation =
        Isolation.together(List.of(written(1, 1, TOO_LONG), written(2, 2, "Rome")));
    target.execute("alter table employees rename to elsewhere");
    assertThatThrownBy(() -> isolation.run(applier, (changes, counts) -> {}))
        .isInstanceOf(SQLException.class);
    target.execute("alter table elsewhere rename to employees");

    isolation.run(applier, (changes, counts) -> {});

    assertThat(isolation.counts()).isEqualTo(new Counts(1, 0, 0));
    assertThat(isolation.failed()).hasSize(1);
  }

  @Test
  void the_reason_of_a_failure_names_the_constraint_and_no_value() throws SQLException {
    target.execute("alter table employees add constraint one_per_city unique (city)");
    applier.apply(List.of(written(1, 1, "SecretCity")));
    Isolation isolation = Isolation.together(List.of(written(2, 2, "SecretCity")));

    isolation.run(applier, (changes, counts) -> {});

    Fault fault = isolation.failed().get(0).fault();
    assertThat(fault.sqlState()).isEqualTo("23505");
    assertThat(fault.constraint()).contains("one_per_city");
    assertThat(fault.message()).contains("one_per_city").doesNotContain("Secret");
  }
}
