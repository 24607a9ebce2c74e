package io.employeecdc.endtoend;

import static org.awaitility.Awaitility.await;

import io.employeecdc.faults.Workload;
import io.employeecdc.localstack.KafkaConnect;
import io.employeecdc.localstack.LocalStack;
import io.employeecdc.localstack.process.Server;
import io.employeecdc.workbench.run.Flow;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Capture from the log while its parts are killed at instants that a seed says. */
@Tag("servers")
@Tag("nightly")
@SuppressWarnings("try")
class LogFaultsTest {
  private static final long SEED = Long.getLong("faults.seed", System.nanoTime() % 1_000_000);

  /** Of Connect; a quarter as many of each of the others. */
  private static final int KILLS = Integer.getInteger("faults.kills", 20);

  private static final int LONGEST_MILLIS = 3000;

  private enum Part {
    CONNECT,
    SOURCE,
    BROKER;

    int kills() {
      return this == CONNECT ? KILLS : (KILLS + 3) / 4;
    }

    Server of(LocalStack stack) {
      return switch (this) {
        case CONNECT -> stack.connect();
        case SOURCE -> stack.source();
        case BROKER -> stack.brokers().get(0);
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void each_change_is_there_and_in_order_though_one_is_killed_at_random(Part part)
      throws Exception {
    SplittableRandom random = new SplittableRandom(SEED);
    try (LoggedPipeline pipeline =
        new LoggedPipeline("random_" + part.name().toLowerCase(Locale.ROOT))) {
      LogWitness witness = pipeline.startFromLog();
      Server killed = part.of(pipeline.local.stack());
      try (Workload unused = pipeline.load(SEED)) {
        for (int kill = 0; kill < part.kills(); kill++) {
          pipeline.awaitApplied(100);
          letPass(Duration.ofMillis(random.nextInt(LONGEST_MILLIS)));
          long begun = System.nanoTime();
          killed.kill();
          killed.start();
          pipeline.awaitApplied(1);
          System.out.printf(
              "%s, seed %d: on again after %d ms%n",
              part, SEED, (System.nanoTime() - begun) / 1_000_000);
        }
      }
      requireWhole(pipeline, witness, part);
    }
  }

  @Test
  void each_change_is_there_and_in_order_though_workers_hand_the_task_on() throws Exception {
    try (LoggedPipeline pipeline = new LoggedPipeline("handed")) {
      LogWitness witness = pipeline.startFromLog();
      KafkaConnect first = pipeline.local.stack().connect();
      KafkaConnect second = anotherWorker(pipeline.local.stack());
      try (Workload unused = pipeline.load(SEED)) {
        pipeline.awaitApplied(100);
        second.start();
        pipeline.awaitApplied(200);
        first.kill();
        pipeline.awaitApplied(200);
        first.start();
        pipeline.awaitApplied(200);
        second.stop();
        pipeline.awaitApplied(200);
      } finally {
        second.stop();
      }
      requireWhole(pipeline, witness, "workers");
    }
  }

  /** Of the same group, with the same topics. */
  private static KafkaConnect anotherWorker(LocalStack stack) {
    Map<String, String> settings = new HashMap<>(Map.of("group.id", "connect"));
    Stream.of("config", "offset", "status")
        .forEach(topic -> settings.put(topic + ".storage.topic", "connect_" + topic));
    return KafkaConnect.beside(
        stack, "connect-second", KafkaConnect.Worker.STANDARD.with(settings));
  }

  private static void requireWhole(LoggedPipeline pipeline, LogWitness witness, Object what)
      throws Exception {
    Flow flow = pipeline.awaitEqual();
    System.out.printf("%s, seed %d: %d came again, %s%n", what, SEED, witness.check(flow), flow);
  }

  private static void letPass(Duration time) {
    await().atMost(time.plusSeconds(5)).pollDelay(time).until(() -> true);
  }
}
