package io.employeecdc.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.endtoend.Group;
import io.employeecdc.runtime.peers.Meters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** Faults of the target database and of the way there. */
@Tag("servers")
class TargetFaultsTest {
  private static final Duration HALF_A_TRIP = Duration.ofMillis(100);

  /** Longer than the session of the group, and than a consumer may go without poll here. */
  private static final Duration OUTAGE = Duration.ofSeconds(12);

  /** What the project promises for the first change after an outage of the target. */
  private static final Duration RESUMED = Duration.ofSeconds(5);

  /** Until its connections are lost and all that it may hold has been fetched. */
  private static final Duration BRIEFLY = Duration.ofSeconds(5);

  /** A megabyte and more for each partition. */
  private static final String MORE_THAN_IS_FETCHED =
      """
      insert into employees (emp_id, first_name, city)
      select g, repeat('f', 100), repeat('c', 100) from generate_series(100000, 140000) g
      on conflict (emp_id) do update set city = excluded.city""";

  /** Bytes; what the writers change in a minute would take more. */
  private static final double LITTLE_MORE = 3e6;

  private static final String SHORT_POLL_INTERVAL = "max.poll.interval.ms=11000";

  @FaultTest
  void after_kill_9_of_the_target_in_mid_transaction_the_retry_converges(long seed, Stages stages)
      throws Exception {
    try (Scene scene = stages.underLoad(Fault.TARGET_KILLED, seed)) {
      try (HeldTarget held = HeldTarget.hold(scene.pipeline(), scene.random())) {
        held.awaitBatch();
        scene.stack().target().kill();
      }
      scene.heal(scene.stack().target());
      scene.awaitAnyMoment();
      scene.stack().target().kill();
      scene.heal(scene.stack().target());
      scene.check();
    }
  }

  @FaultTest
  void a_target_that_is_away_for_a_minute_costs_no_dead_letter_no_rebalance_and_no_memory(
      long seed, Stages stages) throws Exception {
    try (Scene scene = stages.scene(Fault.TARGET_AWAY, seed);
        Group group = new Group(scene.pipeline().channel())) {
      scene.stage().heap(128);
      scene.start();
      scene.pipeline().waiting("both threads have partitions").until(() -> group.working() == 2);
      scene.awaitAnyMoment();
      long rebalances = rebalances(scene);
      assertThat(rebalances).isPositive();

      scene.stack().target().stop();
      scene.pipeline().source(MORE_THAN_IS_FETCHED);
      scene.letPass(BRIEFLY);
      double heap = heapAfterCollection(scene);
      scene.letPass(Duration.ofMinutes(1));
      assertThat(heapAfterCollection(scene)).isLessThan(heap + LITTLE_MORE);
      assertThat(rebalances(scene)).isEqualTo(rebalances);
      assertThat(Meters.of(scene.consumer().port()).count("cdc_dead_lettered_total")).isZero();

      scene.healTarget(RESUMED);
      assertThat(rebalances(scene)).isEqualTo(rebalances);
      scene.check();
    }
  }

  /** Bytes that are in use when all garbage is gone. */
  private static double heapAfterCollection(Scene scene) throws Exception {
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    String pid = String.valueOf(scene.consumer().pid());
    Process collection = new ProcessBuilder(jcmd.toString(), pid, "GC.run").start();
    assertThat(collection.waitFor()).isZero();
    double used =
        Meters.of(scene.consumer().port()).series("jvm_memory_used_bytes").stream()
            .filter(series -> series.label("area").equals("heap"))
            .mapToDouble(Meters.Series::value)
            .sum();
    System.out.printf("the consumer holds %.1f MB%n", used / 1e6);
    assertThat(used).isPositive();
    return used;
  }

  private static long rebalances(Scene scene) {
    return Meters.of(scene.consumer().port()).count("kafka_consumer_coordinator_rebalance_total");
  }

  @FaultTest
  void while_the_target_refuses_partitions_wait_in_their_group(
      long seed, Stages stages, @TempDir Path folder) throws Exception {
    overLink(Fault.TARGET_REFUSES, seed, stages, folder, (link, scene) -> link.cut());
  }

  @FaultTest
  void where_a_proxy_answers_for_a_target_that_is_gone_no_login_waits_for_it(
      long seed, Stages stages) throws Exception {
    try (Scene scene = stages.scene(Fault.TARGET_SILENT, seed)) {
      Stage stage = scene.stage();
      scene.start(Map.of(), stage.over(stage.targetLink(), "CDC_TARGET_URL"));
      scene.awaitAnyMoment();
      scene.stack().target().kill();
      scene.letPass(OUTAGE);
      scene.heal(scene.stack().target());
      scene.check();
    }
  }

  @FaultTest
  void while_the_target_hangs_partitions_wait_in_their_group(
      long seed, Stages stages, @TempDir Path folder) throws Exception {
    overLink(Fault.TARGET_HANGS, seed, stages, folder, (link, scene) -> link.hold());
  }

  @FaultTest
  void a_target_200_ms_away_is_slow_and_nothing_else(long seed, Stages stages, @TempDir Path folder)
      throws Exception {
    overLink(Fault.TARGET_SLOW, seed, stages, folder, TargetFaultsTest::slowDown);
  }

  private static void slowDown(Link link, Scene scene) throws Exception {
    link.slowDown(HALF_A_TRIP);
    scene.awaitMore(300);
  }

  private static void overLink(Fault fault, long seed, Stages stages, Path folder, Trouble trouble)
      throws Exception {
    try (Scene scene = stages.scene(fault, seed);
        Group group = new Group(scene.pipeline().channel())) {
      Link link = scene.stage().targetLink();
      Map<String, String> consuming = new HashMap<>(scene.stage().over(link, "CDC_TARGET_URL"));
      Path kafka = Files.writeString(folder.resolve("kafka.properties"), SHORT_POLL_INTERVAL);
      consuming.put("CDC_KAFKA_CONFIG", kafka.toString());
      scene.start(Map.of(), consuming);
      scene.pipeline().waiting("both threads are known").until(() -> group.members().size() == 2);
      Set<String> members = group.members();

      scene.awaitAnyMoment();
      trouble.on(link, scene);
      scene.letPass(OUTAGE);
      assertThat(group.members()).isEqualTo(members);
      assertThat(scene.consumer().answers()).isTrue();
      assertThat(Meters.of(scene.consumer().port()).count("cdc_dead_lettered_total")).isZero();

      scene.heal(link::heal);
      assertThat(group.members()).isEqualTo(members);
      scene.check();
    }
  }

  private interface Trouble {
    void on(Link link, Scene scene) throws Exception;
  }
}
