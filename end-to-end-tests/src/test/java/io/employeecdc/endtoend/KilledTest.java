package io.employeecdc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.localstack.process.Service;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** With the faults, of which numbers 1 and 3 do the same in every build. */
@Tag("faults")
@AnyPlace
class KilledTest {
  private static final int ROUNDS = 3;
  private static final int CHANGES = 2000;

  /** Small steps, so that a kill comes between any two, or in the middle of one. */
  private static final Map<String, String> SMALL_STEPS =
      Map.of("CDC_CHUNK_SIZE", "50", "CDC_BATCH_SIZE", "50");

  private static PipelineUnderTest pipeline;
  private static Service producer;
  private static Service consumer;

  @BeforeAll
  static void start() throws Exception {
    pipeline = PipelineUnderTest.create("killed");
    producer = pipeline.producer(SMALL_STEPS);
    consumer = pipeline.consumer(SMALL_STEPS);
    List.of(producer, consumer).parallelStream().forEach(Service::start);
  }

  @AfterAll
  static void end() {
    pipeline.close();
  }

  @Test
  void after_kill_9_of_the_consumer_in_mid_load_the_target_is_equal() throws Exception {
    interrupt(consumer, Service::kill, ROUNDS);
  }

  @Test
  void after_kill_9_of_the_producer_in_mid_load_each_change_is_in_the_topic_exactly_once()
      throws Exception {
    interrupt(producer, Service::kill, ROUNDS);
  }

  @Test
  void sigterm_under_load_ends_both_in_order_and_loses_nothing() throws Exception {
    interrupt(producer, Service::stop, 1);
    interrupt(consumer, Service::stop, 1);

    // Otherwise the time for an orderly end had run out, and they were killed.
    assertThat(linesWith(producer, "producer stopped: ")).isEqualTo(1);
    assertThat(linesWith(consumer, "Stopped: consumed ")).isEqualTo(1);
  }

  /**
   * Ends a service at a random moment of a load, starts it again, and looks whether all is well.
   */
  private static void interrupt(Service service, Consumer<Service> how, int rounds)
      throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < rounds; round++) {
      long before = pipeline.countProcessed();
      long moment = before + 1 + random.nextInt(CHANGES / 2);
      CompletableFuture<Void> load = pipeline.play(CHANGES, 3);
      pipeline.waiting("in mid-load").until(() -> pipeline.countProcessed() >= moment);
      how.accept(service);
      assertThat(service.alive()).isFalse();
      service.start();
      System.out.printf(
          "seed %d, round %d: ended %s after %d of %d changes%n",
          seed, round, service.name(), moment - before, CHANGES);
      load.join();
    }
    pipeline.awaitEqual();
    pipeline.accountedFor(producer, consumer);
    TopicContent.assertEachOnceInOrder(
        TopicContent.changes(pipeline.channel()), pipeline.captured());
  }

  private static long linesWith(Service service, String text) {
    return service.printed().lines().filter(line -> line.contains(text)).count();
  }
}
