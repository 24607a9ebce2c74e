package io.employeecdc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.localstack.process.Service;
import io.employeecdc.workbench.run.Flow;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@AnyPlace
class RedeliveryTest {
  /** A second one that joins gets partitions of which the first has read more than it committed. */
  private static final Map<String, String> ONE_THREAD = Map.of("CDC_THREADS", "1");

  private static final String CHECKSUM =
      "select md5(coalesce(string_agg(e::text, '|' order by emp_id), '')) from employees e";

  @Test
  void after_a_reset_to_earliest_every_record_is_a_duplicate_and_the_table_is_unchanged()
      throws Exception {
    try (PipelineUnderTest pipeline = PipelineUnderTest.create("redelivery");
        Group group = new Group(pipeline.channel())) {
      Service producer = pipeline.producer(Map.of());
      Service consumer = pipeline.consumer(ONE_THREAD);
      List.of(producer, consumer).parallelStream().forEach(Service::start);
      pipeline.play(3000, 50).join();
      pipeline.awaitEqual();
      Flow first = pipeline.accountedFor(producer, consumer);
      String table = pipeline.askTarget(CHECKSUM);
      String processed = pipeline.processed();

      consumer.stop();
      group.resetToEarliest();
      consumer.start();
      Flow again = consumedAgain(pipeline, producer, consumer, first);
      assertThat(again.duplicates()).isEqualTo(3000);
      assertThat(again.tombstones()).isEqualTo(first.tombstones()).isPositive();
      assertThat(again.applied() + again.superseded() + again.deadLettered()).isZero();
      assertThat(pipeline.askTarget(CHECKSUM)).isEqualTo(table);
      assertThat(pipeline.processed()).isEqualTo(processed);
    }
  }

  @Tag("nightly")
  @Test
  void after_a_reset_to_earliest_the_table_is_unchanged_although_the_ledger_was_pruned()
      throws Exception {
    try (PipelineUnderTest pipeline = PipelineUnderTest.create("pruned");
        Group group = new Group(pipeline.channel())) {
      Service producer = pipeline.producer(Map.of());
      Service consumer =
          pipeline.consumer(Map.of("CDC_LEDGER_RETENTION", "1s", "CDC_THREADS", "1"));
      List.of(producer, consumer).parallelStream().forEach(Service::start);
      pipeline.play(3000, 50).join();
      Flow first =
          pipeline
              .waiting("all was consumed")
              .until(() -> pipeline.flow(producer, consumer), flow -> flow.hasConsumed(3000));
      pipeline.waiting("the ledger is empty").until(() -> pipeline.countProcessed() == 0);
      assertThat(pipeline.equal()).isTrue();
      String table = pipeline.askTarget(CHECKSUM);

      consumer.stop();
      group.resetToEarliest();
      consumer.start();
      Flow again = consumedAgain(pipeline, producer, consumer, first);
      assertThat(again.duplicates() + again.superseded()).isEqualTo(3000);
      assertThat(again.applied() + again.deadLettered()).isZero();
      assertThat(pipeline.askTarget(CHECKSUM)).isEqualTo(table);
    }
  }

  @Tag("nightly")
  @Test
  void two_consumers_with_threads_come_and_go_under_load_and_the_target_is_equal()
      throws Exception {
    Map<String, String> threads = Map.of("CDC_THREADS", "3", "CDC_BATCH_SIZE", "50");
    try (PipelineUnderTest pipeline = PipelineUnderTest.create("rebalance")) {
      Service producer = pipeline.producer(Map.of("CDC_CHUNK_SIZE", "100"));
      Service one = pipeline.consumer(threads);
      Service other = pipeline.consumer(threads);
      List.of(producer, one).parallelStream().forEach(Service::start);

      for (Runnable coming : List.<Runnable>of(other::start, one::stop, one::start, other::stop)) {
        long before = pipeline.countProcessed();
        CompletableFuture<Void> load = pipeline.play(1500, 3);
        pipeline.waiting("in mid-load").until(() -> pipeline.countProcessed() > before);
        coming.run();
        load.join();
      }

      pipeline.awaitEqual();
      pipeline.accountedFor(producer, one);
    }
  }

  /** Waits until as much was consumed as in the first run. */
  private static Flow consumedAgain(
      PipelineUnderTest pipeline, Service producer, Service consumer, Flow first) {
    pipeline.awaitNoLag();
    return pipeline
        .waiting("all was consumed again")
        .until(
            () -> pipeline.flow(producer, consumer), flow -> flow.consumed() == first.consumed());
  }
}
