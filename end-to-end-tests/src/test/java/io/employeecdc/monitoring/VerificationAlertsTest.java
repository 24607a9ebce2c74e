package io.employeecdc.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.localstack.TestStack;
import io.employeecdc.localstack.process.Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As {@link AlertsTest}, for what is told by the verifications that somebody runs regularly. */
@Tag("servers")
@Tag("faults")
@NeedsMonitoring
class VerificationAlertsTest {
  /** The load does not touch this employee. */
  private static final int BYSTANDER = 900_001;

  @TempDir private static Path folder;
  private static Watched watched;

  @BeforeAll
  static void start() throws Exception {
    String rules = Files.readString(Watched.MONITORING.resolve("alerts.yml"));
    watched =
        Watched.start(TestStack.shared(), "verification_alerts", folder, FasterRules.of(rules));
  }

  @AfterAll
  static void stop() throws Exception {
    if (watched != null) {
      watched.close();
    }
  }

  @Test
  void a_row_of_the_target_edited_by_hand() throws Exception {
    String edit = "update employees set city = '%s' where emp_id = " + BYSTANDER;
    watched
        .pipeline()
        .source("insert into employees (emp_id, city) values (" + BYSTANDER + ", 'Kiel')");
    String there = "select count(*) from employees where emp_id = " + BYSTANDER;
    watched
        .pipeline()
        .waiting("the row is in the target")
        .until(() -> watched.pipeline().askTarget(there).equals("1"));
    watched.silent("VerificationDiffers");
    watched.pipeline().target(edit.formatted("Oslo"));
    assertThat(watched.verify().exitCode()).isEqualTo(7);
    watched.firing("VerificationDiffers");
    watched.pipeline().target(edit.formatted("Kiel"));
    assertThat(watched.verify().exitCode()).isZero();
    watched.silent("VerificationDiffers");
  }

  @Test
  void a_verification_that_comes_to_no_end() throws Exception {
    watched.silent("VerificationUnsettled");
    watched.consumers().forEach(Server::kill);
    try {
      assertThat(watched.verify("2s").exitCode()).isEqualTo(5);
      watched.firing("VerificationUnsettled");
    } finally {
      watched.consumers().parallelStream().forEach(Server::start);
    }
    assertThat(watched.verify().exitCode()).isZero();
    watched.silent("VerificationUnsettled");
  }

  @Test
  void an_old_verification() throws Exception {
    assertThat(watched.verify().exitCode()).isZero();
    watched.silent("VerificationStale");
    watched.ageVerification(Duration.ofHours(4));
    watched.firing("VerificationStale");
    assertThat(watched.verify().exitCode()).isZero();
    watched.silent("VerificationStale");
  }

  @Test
  void a_verification_that_nobody_runs() throws Exception {
    watched.silent("VerificationMissing");
    watched.forgetVerification();
    watched.firing("VerificationMissing");
    assertThat(watched.verify().exitCode()).isZero();
    watched.silent("VerificationMissing");
  }
}
