package io.employeecdc.secure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.employeecdc.cli.Cdc;
import io.employeecdc.localstack.JavaService;
import io.employeecdc.localstack.StackUser;
import io.employeecdc.operations.deadletters.DlqCommand;
import io.employeecdc.operations.status.StatusCommand;
import io.employeecdc.operations.verify.CommandRun;
import io.employeecdc.operations.verify.VerifyCommand;
import io.employeecdc.runtime.peers.Meters;
import io.employeecdc.workbench.run.Flow;
import io.employeecdc.workbench.run.LocalPipeline;
import io.employeecdc.workbench.run.Services;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The services and commands, each as its own user, through a day with a bad row. */
@Tag("servers")
@Tag("nightly")
class FewRightsTest {
  private static final LocalPipeline PIPELINE = Secured.pipeline();
  private static final JavaService PRODUCER = Services.producer(PIPELINE, "few-producer", Map.of());
  private static final JavaService CONSUMER = Services.consumer(PIPELINE, "few-consumer", Map.of());
  private static final JavaService EXPORTER =
      PIPELINE
          .stack()
          .service(
              "few-exporter",
              List.of("-Xmx64m", Cdc.class.getName(), "kafka-exporter"),
              Secured.environment(StackUser.MONITOR));
  private static final List<JavaService> SERVICES = List.of(PRODUCER, CONSUMER, EXPORTER);

  @BeforeAll
  static void start() {
    SERVICES.forEach(JavaService::start);
  }

  @AfterAll
  static void end() {
    SERVICES.forEach(JavaService::kill);
  }

  @Test
  void are_enough_for_all_that_the_services_and_commands_do() throws Exception {
    target("alter table employees add constraint no_atlantis check (city <> 'Atlantis')");
    source("insert into employees (emp_id, city) select g, 'Lyon' from generate_series(1, 50) g");
    source("insert into employees (emp_id, city) values (51, 'Atlantis')");
    source("delete from employees where emp_id = 50");
    Flow.Watch watch = new Flow.Watch(PRODUCER, CONSUMER);
    await(watch.logs())
        .atMost(Duration.ofSeconds(90))
        .until(watch::look, flow -> flow.consumed() >= 53 && flow.deadLettered() == 1);

    for (String server : List.of("kafka", "registry")) {
      assertThat(daysLeft(PRODUCER, server)).isBetween(0.0, 400.0);
    }
    assertThat(daysLeft(PRODUCER, "source")).isBetween(0.0, 400.0);
    assertThat(daysLeft(CONSUMER, "target")).isBetween(0.0, 400.0);

    await("members of the group")
        .until(
            () ->
                Meters.of(EXPORTER.port()).series("kafka_consumergroup_members").stream()
                    .anyMatch(
                        group ->
                            group.label("consumergroup").equals(PIPELINE.names().group())
                                && group.value() > 0));
    Meters kafka = Meters.of(EXPORTER.port());
    assertThat(kafka.series("kafka_topic_partition_leader"))
        .extracting(partition -> partition.label("topic"))
        .contains(PIPELINE.names().topic(), "__consumer_offsets");

    CommandRun list = dlq("list");
    assertThat(list.exitCode()).as(list.err()).isZero();
    assertThat(list.out()).contains("23514");
    CommandRun differs = verify(StackUser.VERIFY);
    assertThat(differs.exitCode()).as(differs.err()).isEqualTo(7);
    assertThat(differs.out()).contains("51");

    CommandRun status = CommandRun.of(new StatusCommand(), Secured.environment(StackUser.VERIFY));
    assertThat(status.out()).contains("bf_employee_cdc_apply").doesNotContain("Authorization");
    assertThat(Files.readString(PRODUCER.log())).doesNotContain("the right to describe");

    target("alter table employees drop constraint no_atlantis");
    CommandRun replay = dlq("replay", "--yes");
    assertThat(replay.exitCode()).as(replay.err()).isZero();
    CommandRun equal = verify(StackUser.VERIFY);
    assertThat(equal.exitCode()).as(equal.err()).isZero();

    target("delete from employees where emp_id = 7");
    CommandRun repaired = verify(StackUser.SETUP, "--repair", "--yes");
    assertThat(repaired.exitCode()).as(repaired.err()).isZero();

    for (JavaService service : SERVICES) {
      service.stop();
      assertThat(service.awaitExit(Duration.ofSeconds(10))).isIn(0, 143);
      for (StackUser user : StackUser.values()) {
        assertThat(Files.readString(service.log()))
            .doesNotContain(PIPELINE.stack().access().password(PIPELINE.stack().source(), user));
      }
    }
  }

  private static double daysLeft(JavaService service, String server) {
    return Meters.of(service.port()).series("cdc_certificate_days_left").stream()
        .filter(series -> series.label("server").equals(server))
        .mapToDouble(Meters.Series::value)
        .findFirst()
        .orElse(Double.NaN);
  }

  private static CommandRun dlq(String... arguments) {
    return CommandRun.of(new DlqCommand(), Secured.environment(StackUser.DLQ), arguments);
  }

  private static CommandRun verify(StackUser user, String... arguments) {
    return CommandRun.of(new VerifyCommand(), Secured.environment(user), arguments);
  }

  private static void source(String sql) throws SQLException {
    try (Connection connection = PIPELINE.connectSource();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void target(String sql) throws SQLException {
    try (Connection connection = PIPELINE.connectTarget();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
