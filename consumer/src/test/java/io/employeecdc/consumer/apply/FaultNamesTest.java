package io.employeecdc.consumer.apply;

import static io.employeecdc.consumer.testing.Applying.apply;
import static io.employeecdc.consumer.testing.Changes.written;
import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.consumer.failure.Cause;
import io.employeecdc.consumer.testing.Changes;
import io.employeecdc.consumer.testing.TestTarget;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class FaultNamesTest {
  private final TestTarget target = new TestTarget();
  private final ChangeApplier applier =
      new ChangeApplier(new Target(target.pool(), Changes.VERSIONS));

  @AfterEach
  void closeTarget() {
    target.close();
  }

  @Test
  void the_reason_of_a_failure_names_the_constraint_and_no_value() throws SQLException {
    target.execute("alter table employees add constraint paid check (city <> 'SecretCity')");

    Cause cause = apply(applier, List.of(written(2, 2, "SecretCity"))).failed().get(0).cause();

    assertThat(cause.sqlState()).contains("23514");
    assertThat(cause.constraint()).contains("paid");
    assertThat(cause.message()).contains("paid").doesNotContain("Secret");
  }

  /** Also where the value happens to be a name. */
  @Test
  void the_names_that_a_trigger_gives_its_error_are_not_told() throws SQLException {
    target.execute(
        """
        alter table employees add constraint paid check (salary > 0);
        create function tell() returns trigger language plpgsql as $$ begin
          raise exception using errcode = '22023', table = 'employees',
            column = new.city, constraint = new.city;
        end $$;
        create trigger tell before insert on employees for each row execute function tell()""");

    for (String city : List.of("paid", "city", "SecretCity")) {
      Cause cause = apply(applier, List.of(written(2, 2, city))).failed().get(0).cause();

      assertThat(cause.constraint()).isEmpty();
      assertThat(cause.column()).isEmpty();
      assertThat(cause.message()).doesNotContain(city, "employees");
    }
  }

  @Test
  void the_names_of_what_a_trigger_makes_are_not_told() throws SQLException {
    target.execute(
        """
        create function tell() returns trigger language plpgsql as $$ begin
          execute format('create table %1$I (paid int constraint %1$I check (paid > 0))', new.city);
          execute format('insert into %I values (0)', new.city);
          return new;
        end $$;
        create trigger tell before insert on employees for each row execute function tell()""");

    Cause cause = apply(applier, List.of(written(2, 2, "SecretCity"))).failed().get(0).cause();

    assertThat(cause.sqlState()).contains("23514");
    assertThat(cause.constraint()).isEmpty();
    assertThat(cause.message()).doesNotContain("SecretCity");
  }
}
