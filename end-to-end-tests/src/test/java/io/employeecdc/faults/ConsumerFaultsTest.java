package io.employeecdc.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.endtoend.Group;
import io.employeecdc.localstack.JavaService;
import io.employeecdc.localstack.process.Server;
import io.employeecdc.runtime.peers.Meters;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;

/** Faults of the consumer's process, its group and its offsets. */
@Tag("servers")
class ConsumerFaultsTest {
  private static final int ROUNDS = 6;
  private static final int RESETS = 3;

  /** Two threads of two processes. */
  private static final int ALL_MEMBERS = 4;

  @FaultTest
  void what_was_committed_before_a_kill_9_but_not_its_offsets_is_recognised(
      long seed, Stages stages) throws Exception {
    try (Scene scene = stages.underLoad(Fault.CONSUMER_KILLED, seed);
        HeldTarget held = HeldTarget.hold(scene.pipeline(), scene.random())) {
      Server broker = scene.stack().brokers().get(0);
      held.awaitBatch();
      // A broker that is only stopped would find the offsets in its socket when it goes on.
      broker.kill();
      held.release();
      scene.consumer().kill();
      scene.heal(List.of(broker, scene.consumer()));

      assertThat(Meters.of(scene.consumer().port()).count("cdc_duplicates_total")).isPositive();
      scene.check();
    }
  }

  @FaultTest
  void after_kill_9_of_the_consumer_in_a_transaction_no_half_batch_is_there(
      long seed, Stages stages) throws Exception {
    try (Scene scene = stages.underLoad(Fault.CONSUMER_KILLED_IN_TRANSACTION, seed)) {
      try (HeldTarget held = HeldTarget.hold(scene.pipeline(), scene.random())) {
        held.awaitBatch();
        scene.consumer().kill();
      }
      scene.heal(scene.consumer());
      scene.awaitAnyMoment();
      scene.consumer().kill();
      scene.heal(scene.consumer());
      scene.check();
    }
  }

  @FaultTest
  @InEveryBuild
  void a_consumer_that_wakes_up_after_its_session_changes_nothing_and_rejoins(
      long seed, Stages stages) throws Exception {
    try (Scene scene = stages.underLoad(Fault.CONSUMER_ASLEEP, seed);
        Group group = new Group(scene.pipeline().channel())) {
      JavaService second = scene.stage().consumer(Map.of());
      try (HeldTarget held = HeldTarget.hold(scene.pipeline(), scene.random())) {
        held.awaitBatch();
        scene.consumer().pause();
      }
      scene.heal(second);
      scene.consumer().resume();
      scene.awaitAnyMoment();
      scene
          .pipeline()
          .waiting("the sleeper is a member again")
          .until(() -> group.members().size() == ALL_MEMBERS);
      scene.check();
    }
  }

  @FaultTest
  void consumers_that_come_and_go_in_mid_batch_lose_nothing(long seed, Stages stages)
      throws Exception {
    try (Scene scene = stages.underLoad(Fault.CONSUMERS_COME_AND_GO, seed)) {
      JavaService other = scene.stage().consumer(Map.of("CDC_THREADS", "3"));
      other.start();
      for (int round = 0; round < ROUNDS; round++) {
        scene.awaitAnyMoment();
        boolean first = scene.random().nextBoolean();
        comeOrGo(scene, first ? scene.consumer() : other);
        if (!scene.consumer().alive()) {
          other.start();
        }
      }
      scene.heal(List.of(scene.consumer(), other));
      scene.check();
    }
  }

  private static void comeOrGo(Scene scene, Server consumer) throws SQLException {
    if (!consumer.alive()) {
      consumer.start();
    } else if (scene.random().nextBoolean()) {
      try (HeldTarget held = HeldTarget.hold(scene.pipeline(), scene.random())) {
        held.awaitBatch();
        consumer.kill();
      }
    } else {
      consumer.stop();
    }
  }

  @FaultTest
  void after_each_reset_of_the_offsets_all_that_was_done_is_recognised(long seed, Stages stages)
      throws Exception {
    try (Scene scene = stages.underLoad(Fault.OFFSETS_RESET, seed);
        Group group = new Group(scene.pipeline().channel())) {
      for (int reset = 0; reset < RESETS; reset++) {
        scene.awaitAnyMoment();
        scene.consumer().stop();
        long done = scene.pipeline().countProcessed();
        group.resetToEarliest();
        scene.heal(scene.consumer());
        scene
            .pipeline()
            .waiting("all that was done is recognised")
            .until(() -> Meters.of(scene.consumer().port()).count("cdc_duplicates_total") >= done);
      }
      scene.check();
    }
  }
}
