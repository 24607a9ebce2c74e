package io.employeecdc.runtime.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.runtime.options.Password;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How long a refused password is waited for. */
class PasswordChangeTest {
  private final SQLException refused = new SQLException("no", "28P01");

  @TempDir Path folder;
  private Instant now = Instant.EPOCH;
  private PasswordChange change;

  @BeforeEach
  void create() throws Exception {
    Path file = Files.writeString(folder.resolve("password"), "right");
    change = new PasswordChange(Password.in(file), () -> now);
  }

  @Test
  void one_that_was_right_is_waited_for_so_that_its_file_can_change_and_not_for_ever() {
    change.accepted();

    assertThat(SqlState.of(change.refused(refused))).isEqualTo(SqlState.TRANSIENT);
    now = now.plus(Duration.ofMinutes(4));
    assertThat(SqlState.of(change.refused(refused))).isEqualTo(SqlState.TRANSIENT);
    now = now.plus(Duration.ofMinutes(2));
    assertThat(SqlState.of(change.refused(refused))).isEqualTo(SqlState.SYSTEMIC);
  }

  @Test
  void each_change_has_its_own_time() {
    change.accepted();
    SQLException before = change.refused(refused);
    assertThat(SqlState.of(before)).isEqualTo(SqlState.TRANSIENT);
    now = now.plus(Duration.ofMinutes(4));
    change.accepted();
    now = now.plus(Duration.ofMinutes(4));

    assertThat(SqlState.of(change.refused(refused))).isEqualTo(SqlState.TRANSIENT);
  }

  @Test
  void one_that_was_never_right_or_is_in_no_file_is_refused_at_once() {
    PasswordChange fixed = new PasswordChange(Password.of("right"), () -> now);
    fixed.accepted();

    assertThat((Throwable) change.refused(refused)).isSameAs(refused);
    assertThat((Throwable) fixed.refused(refused)).isSameAs(refused);
    assertThat(SqlState.of(refused)).isEqualTo(SqlState.SYSTEMIC);
  }

  @Test
  void other_failures_stay_what_they_are() {
    SQLException other = new SQLException("no", "28000");
    change.accepted();

    assertThat((Throwable) change.refused(other)).isSameAs(other);
  }
}
