package io.employeecdc.pipeline.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.pipeline.endtoend.Group;
import io.employeecdc.pipeline.run.Meters;
import java.time.Duration;
import java.util.Map;
import java.util.Set;

/** Faults of the target database and of the way there. */
class TargetFaultsTest {
  private static final Duration HALF_A_TRIP = Duration.ofMillis(100);

  /** Longer than the session of the group. */
  private static final Duration OUTAGE = Duration.ofSeconds(12);

  /** Seen red with lost connections (SQLSTATE 08) taken for an error that waiting cannot mend. */
  @FaultTest
  void after_kill_9_of_the_target_in_mid_transaction_the_retry_converges(long seed)
      throws Exception {
    try (Scene scene = Scene.underLoad(Fault.TARGET_KILLED, seed)) {
      try (HeldTarget held = HeldTarget.hold(scene.pipeline(), scene.random())) {
        held.awaitBatch();
        scene.stack().target().kill();
      }
      scene.heal(scene.stack().target()::start);
      scene.awaitAnyMoment();
      scene.stack().target().kill();
      scene.heal(scene.stack().target()::start);
      scene.check();
    }
  }

  @FaultTest
  void while_the_target_refuses_partitions_wait_in_their_group(long seed) throws Exception {
    overLink(Fault.TARGET_REFUSES, seed, Link::cut);
  }

  @FaultTest
  void while_the_target_hangs_partitions_wait_in_their_group(long seed) throws Exception {
    overLink(Fault.TARGET_HANGS, seed, Link::hold);
  }

  @FaultTest
  void a_target_200_ms_away_is_slow_and_nothing_else(long seed) throws Exception {
    overLink(Fault.TARGET_SLOW, seed, link -> link.slowDown(HALF_A_TRIP));
  }

  private static void overLink(Fault fault, long seed, Trouble trouble) throws Exception {
    try (Scene scene = Scene.of(fault, seed);
        Link link = Link.to(scene.stack().target().port());
        Group group = new Group(scene.pipeline().local())) {
      scene.start(Map.of(), Map.of("CDC_TARGET_URL", scene.targetUrlOver(link)));
      Set<String> members = group.members();
      assertThat(members).hasSize(2);

      scene.awaitAnyMoment();
      trouble.on(link);
      scene.letPass(OUTAGE);
      assertThat(group.members()).isEqualTo(members);
      assertThat(scene.consumer().answers()).isTrue();
      assertThat(Meters.of(scene.consumer()).count("cdc_dead_lettered_total")).isZero();

      scene.heal(link::heal);
      assertThat(group.members()).isEqualTo(members);
      scene.check();
    }
  }

  private interface Trouble {
    void on(Link link);
  }
}
