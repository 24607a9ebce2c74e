package io.employeecdc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.contract.MalformedRecordException;
import io.employeecdc.contract.WireFormat;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.localstack.process.Service;
import io.employeecdc.operations.verify.CommandRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * From each version of the schema to each later one, under load, with records and dead letters of
 * both, whoever is deployed first; and each service is rolled back once on the way.
 */
@AnyPlace
@Tag("nightly")
class RollingUpgradeTest {
  private static final int NEWEST = Contract.standard().released().newest().number();
  private static final int CHANGES = 400;
  private static final String TOO_LONG = "insert into employees (emp_id, city) values (%d, '%s')";

  private @TempDir Path folder;
  private PipelineUnderTest pipeline;
  private Service producer;
  private Service consumer;

  static Stream<Arguments> upgrades() {
    return IntStream.range(1, NEWEST)
        .boxed()
        .flatMap(
            from ->
                IntStream.rangeClosed(from + 1, NEWEST)
                    .boxed()
                    .flatMap(to -> Stream.of(true, false).map(c -> Arguments.of(from, to, c))));
  }

  @ParameterizedTest(name = "from {0} to {1}, the consumer first: {2}")
  @MethodSource("upgrades")
  void services_roll_forward_and_back_and_nothing_is_lost(int from, int to, boolean consumerFirst)
      throws Exception {
    String name = "rolling_%d_%d_%s".formatted(from, to, consumerFirst);
    try (PipelineUnderTest created = PipelineUnderTest.bare(name)) {
      pipeline = created;
      PipelineUnderTest old = build(from);
      PipelineUnderTest next = build(to);
      start(old);
      aDeadLetterOf(910_001);
      requireDone(next, "setup", "--alter-tables");
      CompletableFuture<Void> load = pipeline.play(CHANGES, 4);
      for (boolean ofConsumer : List.of(consumerFirst, !consumerFirst)) {
        replace(ofConsumer, next);
        play();
        replace(ofConsumer, old);
        play();
        replace(ofConsumer, next);
      }
      load.join();
      play();
      aDeadLetterOf(910_002);

      assertThat(deadLetters()).hasSize(2);
      pipeline.target("alter table employees drop constraint short");
      requireDone(next, "dlq", "replay", "--yes", "--group", name);
      requireDone(next, "backfill", "--incomplete");
      requireDone(next, "verify", "--settle", "2m");
      assertBothVersionsCameThrough();
    }
  }

  private PipelineUnderTest build(int version) throws IOException {
    return version == NEWEST
        ? pipeline
        : pipeline.withOlder(
            OtherBuild.of(version, Files.createDirectory(folder.resolve("v" + version))));
  }

  private void start(PipelineUnderTest build) throws Exception {
    requireDone(build, "setup");
    pipeline.target("alter table employees add constraint short check (length(city) < 60)");
    producer = build.producer(Map.of());
    consumer = build.consumer(Map.of());
    List.of(producer, consumer).parallelStream().forEach(Service::start);
    pipeline.play(CHANGES, 10).join();
    requireDone(build, "verify", "--settle", "2m");
  }

  /** With values of a column that older versions do not know, where there is one. */
  private void play() throws Exception {
    pipeline.play(CHANGES, 10).join();
    pipeline.source(
        """
        do $$ begin
          update employees set email = emp_id || '@' || random() where emp_id % 3 = 0;
        exception when undefined_column then null; end $$""");
  }

  private void replace(boolean ofConsumer, PipelineUnderTest build) {
    if (ofConsumer) {
      consumer.stop();
      consumer = build.consumer(Map.of());
      consumer.start();
    } else {
      producer.stop();
      producer = build.producer(Map.of());
      producer.start();
    }
  }

  private static void requireDone(PipelineUnderTest build, String... command) throws Exception {
    CommandRun run = build.cdc(command);
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
  }

  private void aDeadLetterOf(int employee) throws Exception {
    int before = deadLetters().size();
    pipeline.source(TOO_LONG.formatted(employee, "x".repeat(60)));
    pipeline.waiting("a dead letter").until(() -> deadLetters().size() == before + 1);
    pipeline.awaitNoLag();
  }

  private List<ConsumerRecord<byte[], byte[]>> deadLetters() {
    return TopicContent.deadLetters(pipeline.channel());
  }

  private void assertBothVersionsCameThrough() throws Exception {
    List<Integer> ids =
        TopicContent.of(pipeline.channel(), pipeline.channel().names().topic()).stream()
            .filter(record -> record.value() != null)
            .map(RollingUpgradeTest::schemaId)
            .toList();
    assertThat(ids.stream().distinct()).hasSize(2);
    assertThat(deadLetters().stream().map(RollingUpgradeTest::schemaId).distinct()).hasSize(2);
  }

  private static int schemaId(ConsumerRecord<byte[], byte[]> record) {
    try {
      return WireFormat.schemaId(record.value());
    } catch (MalformedRecordException e) {
      throw new AssertionError(e);
    }
  }
}
