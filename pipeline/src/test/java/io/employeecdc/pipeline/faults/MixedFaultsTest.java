package io.employeecdc.pipeline.faults;

import io.employeecdc.localstack.Server;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Everything at random, for as long as one likes. */
class MixedFaultsTest {
  private static final Duration TIME =
      Duration.ofSeconds(Long.getLong("faults.mixed.seconds", 60L));

  private static final int LONGEST_OUTAGE_MILLIS = 15_000;

  @FaultTest
  void under_random_faults_nothing_is_lost_doubled_or_turned_back(long seed) throws Exception {
    try (Scene scene = Scene.of(Fault.MIXED, seed);
        Link link = Link.to(scene.stack().target().port())) {
      scene.start(Map.of(), Map.of("CDC_TARGET_URL", scene.targetUrlOver(link)));
      scene.consumer(Map.of()).start();
      long end = System.nanoTime() + TIME.toNanos();
      while (System.nanoTime() - end < 0) {
        scene.awaitAnyMoment();
        trouble(scene, link);
      }
      scene.check();
    }
  }

  /** One fault, healed after up to fifteen seconds. */
  private static void trouble(Scene scene, Link link) throws Exception {
    Random random = scene.random();
    Duration outage = Duration.ofMillis(1 + random.nextInt(LONGEST_OUTAGE_MILLIS));
    if (random.nextInt(6) == 0) {
      System.out.printf("link to the target held, then cut, for %s%n", outage);
      link.hold();
      scene.letPass(outage);
      link.cut();
      scene.heal(link::heal);
      return;
    }
    List<Server> all = scene.processes();
    Server victim = all.get(random.nextInt(all.size()));
    boolean kill = random.nextBoolean();
    System.out.printf("%s %s for %s%n", victim.name(), kill ? "killed" : "stopped", outage);
    if (kill) {
      victim.kill();
    } else {
      victim.pause();
    }
    scene.letPass(outage);
    scene.heal(victim::start);
  }
}
