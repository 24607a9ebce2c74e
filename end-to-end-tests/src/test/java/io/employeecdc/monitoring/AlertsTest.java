package io.employeecdc.monitoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.employeecdc.endtoend.Stranger;
import io.employeecdc.localstack.JavaService;
import io.employeecdc.localstack.TestStack;
import io.employeecdc.localstack.process.Server;
import io.employeecdc.runtime.peers.Meters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whether an alert fires when what it watches breaks, and is silent again when that is healed.
 *
 * <p>Those of the brokers are in {@link BrokerAlertsTest}, those of a verification in {@link
 * VerificationAlertsTest}.
 */
@Tag("servers")
@Tag("faults")
@NeedsMonitoring
class AlertsTest {
  /** The rule asks for three within its range, which a slow machine may need more for. */
  private static final int MANY_STARTS = 10;

  /** A batch of which more fail alike stops its consumer. */
  private static final int MOST_AT_ONCE = 20;

  /** As the rule has it, but faster. */
  private static final int LAG_VERY_HIGH_SECONDS = 300 / FasterRules.TIMES;

  /** More changes than may wait, of employees that the load does not touch. */
  private static final String MANY =
      "insert into employees (emp_id) select g from generate_series(1000001, 1110000) g";

  /** The load does not touch this employee. */
  private static final int BYSTANDER = 900_001;

  @TempDir private static Path folder;
  private static Watched watched;

  @BeforeAll
  static void start() throws Exception {
    String rules = Files.readString(Watched.MONITORING.resolve("alerts.yml"));
    watched = Watched.start(TestStack.shared(), "alerts", folder, FasterRules.of(rules));
  }

  @AfterAll
  static void stop() throws Exception {
    if (watched != null) {
      watched.close();
    }
  }

  @Test
  void a_dead_consumer() throws Exception {
    JavaService consumer = watched.consumers().get(0);
    watched.silent("ServiceDown");
    consumer.kill();
    try {
      watched.firing("ServiceDown consumer");
    } finally {
      consumer.start();
    }
    watched.silent("ServiceDown");
  }

  @Test
  void no_consumer_at_all() throws Exception {
    String[] alerts = {
      "ServiceDown", "PipelineStalled", "ConsumerGroupEmpty", "ApplyStalled", "ConsumerGroupLag"
    };
    watched.silent(alerts);
    watched.consumers().forEach(Server::kill);
    try {
      watched.pipeline().source(MANY);
      watched.firing(alerts);
    } finally {
      watched.consumers().parallelStream().forEach(Server::start);
    }
    watched.silent(alerts);
  }

  @Test
  void a_stopped_target() throws Exception {
    String[] alerts = {
      "DatabaseDown",
      "NotReady",
      "Retrying",
      "PipelineStalled",
      "ReplicationLag",
      "LagHigh",
      "LagVeryHigh"
    };
    watched.silent(alerts);
    TestStack.shared().target().stop();
    try {
      watched.firing(
          "DatabaseDown target",
          "NotReady consumer",
          "Retrying consumer",
          "PipelineStalled",
          "ReplicationLag");
      awaitBehind(LAG_VERY_HIGH_SECONDS);
    } finally {
      TestStack.shared().target().start();
    }
    watched.firing("LagHigh", "LagVeryHigh");
    watched.silent(alerts);
  }

  @Test
  void a_stopped_source() throws Exception {
    watched.silent("DatabaseDown", "NotReady", "CaptureBacklog", "PipelineStalled");
    TestStack.shared().source().stop();
    try {
      watched.firing(
          "DatabaseDown source", "NotReady producer", "CaptureBacklog", "PipelineStalled");
    } finally {
      TestStack.shared().source().start();
    }
    watched.silent("DatabaseDown", "NotReady", "CaptureBacklog", "PipelineStalled");
  }

  @Test
  void a_stopped_producer() throws Exception {
    watched.silent("ServiceDown", "CaptureBacklog", "CaptureStalled", "PipelineStalled");
    watched.producer().stop();
    try {
      watched.firing("ServiceDown producer", "CaptureBacklog", "CaptureStalled", "PipelineStalled");
    } finally {
      watched.producer().start();
    }
    watched.silent("ServiceDown", "CaptureBacklog", "CaptureStalled", "PipelineStalled");
  }

  @Test
  void a_consumer_that_starts_again_and_again() throws Exception {
    JavaService consumer = watched.consumers().get(1);
    awaitNoStarts(consumer);
    int starts = 0;
    while (!watched.prometheus().firing().contains("ServiceRestarting consumer")) {
      assertThat(starts).as("starts without an alert").isLessThan(MANY_STARTS);
      starts++;
      consumer.kill();
      consumer.start();
      awaitSeen(consumer);
    }
    assertThat(starts).isGreaterThanOrEqualTo(3);
    watched.silent("ServiceRestarting");
  }

  @Test
  void poison_on_the_topic() throws Exception {
    watched.silent("DeadLetters");
    Poison.send(watched.pipeline(), 3);
    watched.firing("DeadLetters");
    watched.silent("DeadLetters");
  }

  /** One record of 13, a few at a time: more, or many in one batch, and the consumers stop. */
  @Test
  void so_many_dead_letters_that_the_consumers_are_about_to_stop() throws Exception {
    watched.silent("DeadLettersNearLimit");
    AtomicLong seen = new AtomicLong(consumed());
    try (Stranger stranger = Stranger.on(watched.pipeline().channel())) {
      await("alert fires; logs: " + folder)
          .atMost(Watched.LIMIT)
          .pollInterval(Duration.ofMillis(100))
          .until(
              () -> {
                long now = consumed();
                long bad = Math.min(MOST_AT_ONCE, (now - seen.getAndSet(now)) / 12);
                Poison.send(stranger, (int) bad);
                return watched.prometheus().firing().contains("DeadLettersNearLimit consumer");
              });
    }
    watched.silent("DeadLettersNearLimit");
    assertThat(watched.consumers()).allMatch(JavaService::alive);
  }

  @Test
  void a_target_whose_connections_are_all_taken() throws Exception {
    watched.silent("PoolExhausted");
    try (Crowd crowd = Crowd.on(TestStack.shared().target())) {
      crowd.takeFrom(watched.pipeline().local().names().target());
      watched.firing("PoolExhausted consumer");
    }
    watched.silent("PoolExhausted");
  }

  @Test
  void a_forgotten_transaction() throws Exception {
    watched.silent("OldTransaction");
    try (Connection forgetful = watched.pipeline().local().connectSource();
        Statement statement = forgetful.createStatement()) {
      forgetful.setAutoCommit(false);
      statement.execute("insert into employees (emp_id) values (" + (BYSTANDER + 1) + ")");
      watched.firing("OldTransaction");
      forgetful.rollback();
    }
    watched.silent("OldTransaction");
  }

  @Test
  void a_change_that_waits_for_another_row() throws Exception {
    watched
        .pipeline()
        .target(
            "create function not_yet() returns trigger language plpgsql as"
                + " 'begin raise exception ''not yet''; end'");
    watched
        .pipeline()
        .target(
            "create trigger not_yet before insert or update on employees for each row"
                + " when (new.emp_id = %d) execute function not_yet()".formatted(BYSTANDER + 2));
    watched.silent("ChangesParked");
    try {
      watched.pipeline().source("insert into employees (emp_id) values (" + (BYSTANDER + 2) + ")");
      watched.firing("ChangesParked");
    } finally {
      watched.pipeline().target("drop trigger not_yet on employees");
    }
    watched.silent("ChangesParked");
  }

  /** No way is known to make a consumer miscount, so its counters are changed on their way. */
  @Test
  void a_consumer_whose_counters_do_not_add_up() throws Exception {
    watched.silent("NotAccountedFor");
    watched.withhold("cdc_applied_total");
    try {
      watched.firing("NotAccountedFor consumer");
    } finally {
      watched.withholdNothing();
    }
    watched.silent("NotAccountedFor");
  }

  @Test
  void exporters_that_ended() throws Exception {
    watched.silent("ExporterDown");
    watched.exporters().node().kill();
    watched.exporters().kafka().kill();
    try {
      watched.firing("ExporterDown verify", "ExporterDown kafka");
    } finally {
      watched.exporters().node().start();
      watched.exporters().kafka().start();
    }
    watched.silent("ExporterDown");
  }

  /** A service looks when it starts, and then every hour. */
  @Test
  void a_certificate_that_ends_soon() throws Exception {
    watched.silent("CertificateExpiring");
    JavaService consumer = watched.consumers().get(1);
    watched.registry().renew(3);
    consumer.stop();
    consumer.start();
    watched.firing("CertificateExpiring");
    watched.registry().renew(90);
    consumer.stop();
    consumer.start();
    watched.silent("CertificateExpiring");
  }

  private static long consumed() {
    return watched.consumers().stream()
        .mapToLong(consumer -> Meters.of(consumer.port()).count("cdc_consumed_total"))
        .sum();
  }

  /** Half of what arrives then is so late. */
  private static void awaitBehind(int seconds) {
    String behind =
        "time() - max(last_over_time(cdc_applied_through_timestamp_seconds[1d])) > 3 * " + seconds;
    await("behind by " + seconds + " s")
        .atMost(Watched.LIMIT)
        .until(() -> !watched.prometheus().query(behind).isEmpty());
  }

  /** Until none that another test made is within the rule's range, 15 minutes, but faster. */
  private static void awaitNoStarts(JavaService service) {
    String starts =
        "changes(process_start_time_seconds{instance=\"127.0.0.1:%d\"}[%ds]) > 0"
            .formatted(service.port(), 15 * 60 / FasterRules.TIMES);
    await("starts of other tests are forgotten")
        .atMost(Watched.LIMIT)
        .until(() -> watched.prometheus().query(starts).isEmpty());
    watched.silent("ServiceRestarting");
  }

  /** So that no start goes unseen. */
  private static void awaitSeen(JavaService service) {
    String seen = "process_start_time_seconds{instance=\"127.0.0.1:%d\"}".formatted(service.port());
    double started = Meters.of(service.port()).sum("process_start_time_seconds");
    await("a scrape since " + started)
        .atMost(Watched.LIMIT)
        .until(() -> watched.prometheus().query(seen).contains(started));
  }
}
