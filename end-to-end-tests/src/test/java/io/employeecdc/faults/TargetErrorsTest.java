package io.employeecdc.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.endtoend.Stranger;
import io.employeecdc.localstack.JavaService;
import io.employeecdc.runtime.peers.Meters;
import io.employeecdc.workbench.run.LocalPipeline;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Tag;

/** What a target, or the dead-letter topic, may answer instead of doing as it is told. */
@Tag("servers")
class TargetErrorsTest {
  private static final Duration END_LIMIT = Duration.ofSeconds(60);
  private static final Duration DISTURBANCE = Duration.ofSeconds(8);

  @FaultTest
  void conflicts_with_others_are_retried_until_they_pass(long seed, Stages stages)
      throws Exception {
    try (Scene scene = stages.fresh(Fault.TARGET_CONFLICTS, seed)) {
      // Of the consumer's sessions alone: who looks on would be refused as well.
      String isolation = scene.random().nextBoolean() ? "serializable" : "read%5C%20committed";
      String target = scene.pipeline().local().environment().get("CDC_TARGET_URL");
      String strict = target + "?options=-c%20default_transaction_isolation=" + isolation;
      scene.start(Map.of(), Map.of("CDC_TARGET_URL", strict));
      long retries = Meters.of(scene.consumer().port()).count("cdc_retries_total");
      Disturber disturber = Disturber.start(scene.pipeline().local(), scene.random());
      scene.letPass(DISTURBANCE);
      scene.heal(disturber::close);
      assertThat(Meters.of(scene.consumer().port()).count("cdc_retries_total"))
          .isGreaterThan(retries);
      scene.check();
    }
  }

  @FaultTest
  void what_waiting_cannot_mend_ends_the_consumer_and_keeps_its_place(long seed, Stages stages)
      throws Exception {
    try (Scene scene = stages.fresh(Fault.TARGET_REFUSAL, seed)) {
      String role = "role_" + scene.pipeline().local().names().target();
      asSuperuser(
          scene,
          "create role %s login password 'first'; grant all on all tables in schema public to %s"
              .formatted(role, role));
      scene.start(Map.of(), Map.of("CDC_TARGET_USER", role, "CDC_TARGET_PASSWORD", "first"));

      endsWith(scene, 4, "42501", "revoke insert on employees from " + role);
      restart(scene, "grant insert on employees to " + role);
      endsWith(scene, 3, "42P01", "alter table employee_versions rename to away");
      restart(scene, "alter table away rename to employee_versions");
      endsWith(
          scene, 4, "28P01", "alter role " + role + " password 'second'; " + endSessions(role));
      restart(scene, "alter role " + role + " password 'first'");
      waitsWhileReadOnly(scene, role);
      scene.check();
    }
  }

  @FaultTest
  void without_the_dead_letter_topic_a_bad_record_ends_the_consumer_and_waits(
      long seed, Stages stages) throws Exception {
    try (Scene scene = stages.underLoad(Fault.NO_DEAD_LETTER_TOPIC, seed);
        Admin admin = Admin.create(scene.pipeline().local().kafka().client("test"))) {
      String topic = scene.pipeline().local().names().deadLetters();
      admin.deleteTopics(List.of(topic)).all().get();
      try (Stranger stranger = Stranger.on(scene.pipeline().channel())) {
        stranger.send("77", new byte[] {1, 2, 3});
      }
      assertThat(scene.consumer().awaitExit(END_LIMIT)).isEqualTo(3);
      assertThat(Files.readString(scene.consumer().log())).contains(topic).contains("--dlq-topic");
      scene.awaitCapture(200);

      admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
      scene.heal(scene.consumer());
      scene.check(1);
    }
  }

  private static void endsWith(Scene scene, int exitCode, String state, String sql)
      throws Exception {
    JavaService consumer = scene.consumer();
    scene.awaitAnyMoment();
    asSuperuser(scene, sql);
    assertThat(consumer.awaitExit(END_LIMIT)).as(state).isEqualTo(exitCode);
    assertThat(Files.readString(consumer.log())).contains(state).doesNotContain("\tat ");
  }

  private static void restart(Scene scene, String repair) throws SQLException {
    asSuperuser(scene, repair);
    scene.heal(scene.consumer());
  }

  private static void waitsWhileReadOnly(Scene scene, String role) throws SQLException {
    String database = scene.pipeline().local().names().target();
    String readOnly = "alter role %s in database %s set default_transaction_read_only = %s; %s";
    asSuperuser(scene, readOnly.formatted(role, database, "on", endSessions(role)));
    scene
        .pipeline()
        .waiting("it tries again")
        .until(() -> Meters.of(scene.consumer().port()).count("cdc_retries_total") >= 3);
    assertThat(scene.consumer().alive()).isTrue();
    asSuperuser(scene, readOnly.formatted(role, database, "off", endSessions(role)));
    scene.heal(() -> {});
  }

  private static void asSuperuser(Scene scene, String sql) throws SQLException {
    LocalPipeline pipeline = scene.pipeline().local();
    try (Connection connection = pipeline.stack().target().connect(pipeline.names().target());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String endSessions(String role) {
    return "select pg_terminate_backend(pid) from pg_stat_activity where usename = '%s'"
        .formatted(role);
  }
}
