package io.employeecdc.pipeline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.contract.MalformedRecordException;
import io.employeecdc.contract.Names;
import io.employeecdc.contract.Registry;
import io.employeecdc.contract.WireFormat;
import io.employeecdc.localstack.Service;
import io.employeecdc.pipeline.verify.CommandRun;
import io.employeecdc.schema.EmployeeCDC;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From version 1 of the schema to the newest, under load, with records and dead letters of both.
 */
@AnyPlace
@Tag("nightly")
class RollingUpgradeTest {
  private static final int CHANGES = 400;
  private static final String TOO_LONG = "insert into employees (emp_id, city) values (%d, '%s')";

  private @TempDir Path folder;
  private PipelineUnderTest pipeline;
  private Service producer;
  private Service consumer;

  @Test
  void the_consumer_first_then_the_producer_and_nothing_is_lost() throws Exception {
    upgrade(
        "consumer_first",
        () -> {
          replaceConsumer();
          replaceProducer();
        });
  }

  @Test
  void the_producer_first_then_the_consumer_and_nothing_is_lost() throws Exception {
    upgrade(
        "producer_first",
        () -> {
          replaceProducer();
          pipeline.play(CHANGES, 10).join();
          replaceConsumer();
        });
  }

  private interface Deployment {
    void run() throws Exception;
  }

  private void upgrade(String name, Deployment deployment) throws Exception {
    try (PipelineUnderTest created = PipelineUnderTest.bare(name)) {
      pipeline = created;
      startWithVersion1();
      aDeadLetterOf(910_001);
      assertThat(registeredVersions()).containsExactly(1);

      assertThat(pipeline.cdc("schema", "register").exitCode()).isZero();
      CompletableFuture<Void> load = pipeline.play(CHANGES, 4);
      deployment.run();
      load.join();
      pipeline.play(CHANGES, 10).join();
      aDeadLetterOf(910_002);

      assertThat(registeredVersions()).containsExactly(1, 2);
      assertThat(deadLetters()).hasSize(2);
      pipeline.target("alter table employees drop constraint short");
      CommandRun replay = pipeline.cdc("dlq", "replay", "--yes", "--group", name);
      assertThat(replay.exitCode()).as(replay.out() + replay.err()).isZero();
      pipeline.awaitEqual();
      assertEachVersionCameThrough();
    }
  }

  private void startWithVersion1() throws Exception {
    PipelineUnderTest old = pipeline.withOlder(OtherBuild.of(1, folder));
    CommandRun setup = old.cdc("setup");
    assertThat(setup.exitCode()).as(setup.out() + setup.err()).isZero();
    pipeline.target("alter table employees add constraint short check (length(city) < 60)");
    producer = old.producer(Map.of());
    consumer = old.consumer(Map.of());
    List.of(producer, consumer).parallelStream().forEach(Service::start);
    pipeline.play(CHANGES, 10).join();
    pipeline.awaitEqual();
  }

  private void aDeadLetterOf(int employee) throws Exception {
    int before = deadLetters().size();
    pipeline.source(TOO_LONG.formatted(employee, "x".repeat(60)));
    pipeline.waiting("a dead letter").until(() -> deadLetters().size() == before + 1);
    pipeline.awaitNoLag();
  }

  private void replaceProducer() {
    producer.stop();
    producer = pipeline.producer(Map.of());
    producer.start();
  }

  private void replaceConsumer() {
    consumer.stop();
    consumer = pipeline.consumer(Map.of());
    consumer.start();
  }

  private List<Integer> registeredVersions() throws Exception {
    try (Registry registry = Registry.at(pipeline.channel().registryUrl())) {
      return registry.versions(Names.valueSubject(pipeline.channel().names().topic()));
    }
  }

  private List<ConsumerRecord<byte[], byte[]>> deadLetters() {
    return TopicContent.deadLetters(pipeline.channel());
  }

  private void assertEachVersionCameThrough() throws Exception {
    List<Integer> ids =
        TopicContent.of(pipeline.channel(), pipeline.channel().names().topic()).stream()
            .filter(record -> record.value() != null)
            .map(RollingUpgradeTest::schemaId)
            .toList();
    assertThat(ids.stream().distinct()).hasSize(2);
    List<EmployeeCDC> changes = TopicContent.changes(pipeline.channel());
    int first = ids.get(0);
    for (int i = 0; i < ids.size(); i++) {
      assertThat(changes.get(i).getTransactionId() == null).isEqualTo(ids.get(i) == first);
    }
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
