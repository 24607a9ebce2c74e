package io.employeecdc.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.endtoend.Interrupt;
import io.employeecdc.localstack.JavaService;
import io.employeecdc.localstack.process.Server;
import io.employeecdc.runtime.peers.Meters;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;

/** Faults of the services' own processes that the producer meets, or both. */
@Tag("servers")
class ProducerFaultsTest {
  private static final int ROUNDS = 2;
  private static final Duration END_LIMIT = Duration.ofSeconds(60);

  @FaultTest
  @InEveryBuild
  void after_kill_9_of_the_producer_at_any_moment_each_change_is_in_the_topic_once(
      long seed, Stages stages) throws Exception {
    try (Scene scene = stages.underLoad(Fault.PRODUCER_KILLED, seed)) {
      for (int round = 0; round < ROUNDS; round++) {
        scene.awaitAnyMoment();
        scene.producer().kill();
        scene.heal(scene.producer());
      }
      scene.check();
    }
  }

  @FaultTest
  void a_second_producer_with_the_same_id_ends_the_first_with_8(long seed, Stages stages)
      throws Exception {
    try (Scene scene = stages.underLoad(Fault.SECOND_PRODUCER, seed)) {
      JavaService first = scene.producer();
      JavaService second = scene.stage().producer(Map.of());
      scene.awaitAnyMoment();
      second.start();
      scene.stage().producedBy(second);

      assertThat(first.awaitExit(END_LIMIT)).isEqualTo(8);
      assertThat(Files.readString(first.log())).contains("took over").doesNotContain("\tat ");
      scene.awaitAnyMoment();
      scene.check();
    }
  }

  @FaultTest
  void sigterm_and_sigint_under_load_end_both_in_order(long seed, Stages stages) throws Exception {
    try (Scene scene = stages.underLoad(Fault.SIGTERM, seed)) {
      List<JavaService> services = List.of(scene.producer(), scene.consumer());
      long stops = stops(scene.producer());
      for (String signal : List.of("TERM", "TERM", "INT")) {
        scene.awaitAnyMoment();
        int expected = 0;
        for (JavaService service : services) {
          expected = send(signal, service);
        }
        for (JavaService service : services) {
          assertThat(service.awaitExit(END_LIMIT)).isEqualTo(expected);
        }
        stops++;
        for (JavaService service : services) {
          assertThat(stops(service)).as("last lines of %s", service.name()).isEqualTo(stops);
        }
        scene.heal(services);
        assertThat(Meters.of(scene.consumer().port()).count("cdc_duplicates_total")).isZero();
      }
      scene.check();
    }
  }

  /** How often it has closed everything and said so, in the log of all its lives. */
  private static long stops(Server service) throws IOException {
    try (Stream<String> log = Files.lines(service.log())) {
      return log.filter(line -> line.contains("topped: ")).count();
    }
  }

  /** Returns the exit code that belongs to the signal. */
  private static int send(String signal, Server service) throws Exception {
    if (signal.equals("INT")) {
      return Interrupt.send(service.pid());
    }
    new ProcessBuilder("kill", "-TERM", String.valueOf(service.pid())).start().waitFor();
    return 143;
  }
}
