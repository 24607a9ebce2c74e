package io.employeecdc.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.localstack.process.Server;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;

/** Everything at random, for as long as one likes. */
@Tag("servers")
class MixedFaultsTest {
  private static final Duration TIME =
      Duration.ofSeconds(Long.getLong("faults.mixed.seconds", 30L));

  private static final int LONGEST_OUTAGE_MILLIS = 15_000;

  @FaultTest
  void under_random_faults_nothing_is_lost_doubled_or_turned_back(long seed, Stages stages)
      throws Exception {
    try (Scene scene = stages.scene(Fault.MIXED, seed)) {
      Stage stage = scene.stage();
      scene.start(
          stage.over(stage.sourceLink(), "CDC_SOURCE_URL"),
          stage.over(stage.targetLink(), "CDC_TARGET_URL"));
      stage.consumer(Map.of()).start();
      long end = System.nanoTime() + TIME.toNanos();
      while (System.nanoTime() - end < 0) {
        scene.awaitAnyMoment();
        trouble(scene);
        // None may have ended by itself, as one may that another fault would start again.
        assertThat(stage.processes()).allMatch(Server::alive);
      }
      scene.check();
    }
  }

  /** One fault, healed after up to fifteen seconds. */
  private static void trouble(Scene scene) throws Exception {
    Random random = scene.random();
    Duration outage = Duration.ofMillis(1 + random.nextInt(LONGEST_OUTAGE_MILLIS));
    if (random.nextInt(5) == 0) {
      cut(scene, random.nextBoolean(), outage);
      return;
    }
    List<Server> all = scene.stage().processes();
    Server victim = all.get(random.nextInt(all.size()));
    boolean kill = random.nextBoolean();
    System.out.printf("%s %s for %s%n", victim.name(), kill ? "killed" : "stopped", outage);
    if (kill) {
      victim.kill();
    } else {
      victim.pause();
    }
    scene.letPass(outage);
    scene.heal(victim);
  }

  private static void cut(Scene scene, boolean toSource, Duration outage) throws Exception {
    Link link = toSource ? scene.stage().sourceLink() : scene.stage().targetLink();
    System.out.printf(
        "link to the %s held, then cut, for %s%n", toSource ? "source" : "target", outage);
    link.hold();
    scene.letPass(outage);
    link.cut();
    scene.heal(link::heal);
  }
}
