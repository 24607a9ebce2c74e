package io.employeecdc.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.employeecdc.localstack.JavaService;
import io.employeecdc.localstack.TestStack;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A topic that a mirror filled, in which each partition was cut off somewhere, and the positions
 * were not: while writers committed late and out of order.
 */
@Tag("servers")
class MirroredTopicTest {
  private static final int PARTITIONS = 5;
  private static final int CHUNK = 20;

  @Tag("nightly")
  @ParameterizedTest
  @ValueSource(longs = {2, 3})
  void nothing_is_lost_wherever_the_mirror_has_come(long seed) throws Exception {
    goesOnWhereTheMirrorHasCome(seed);
  }

  @Test
  void the_producer_goes_on_where_the_mirror_has_come_and_nothing_is_lost() throws Exception {
    goesOnWhereTheMirrorHasCome(1);
  }

  private static void goesOnWhereTheMirrorHasCome(long seed) throws Exception {
    Pipe lost = played("mirror_" + seed, seed);
    Pipe mirror = mirror(lost, seed);
    int mirrored = mirror.changes().size();

    List<Change> all = published(lost, mirror, "mirrored");

    assertThat(ids(all)).containsAll(captured(lost));
    assertThat(all).as("it did not begin anew").hasSizeLessThan(mirrored + ids(all).size());
  }

  /** Else the tests above would show nothing. */
  @Tag("nightly")
  @Test
  void who_believes_the_newest_position_loses_changes() throws Exception {
    Pipe lost = played("mirror_believed", 4);
    Pipe mirror = mirror(lost, 4);

    List<Change> all = published(lost, mirror, "continue");

    assertThat(captured(lost)).anyMatch(id -> !ids(all).contains(id));
  }

  @Test
  void a_partition_of_which_nothing_came_makes_it_begin_anew() throws Exception {
    Pipe lost = played("mirror_of_nothing", 5);
    TestTopic to = TestTopic.create("mirror_of_nothing_to", PARTITIONS);
    copy(lost.topic(), to, record -> record.partition() > 0);
    copy(new TestTopic(lost.topic().positions()), new TestTopic(to.positions()), any -> true);
    Pipe mirror = new Pipe(lost.source(), to, lost.schema());
    int unused = mirror.schemaId();

    assertThat(ids(published(lost, mirror, "mirrored"))).containsAll(captured(lost));
  }

  @Test
  void positions_that_a_mirror_brings_later_end_it() throws Exception {
    Pipe lost = played("mirror_goes_on", 6);
    Pipe mirror = mirror(lost, 6);
    assertThat(published(lost, mirror, "mirrored")).isNotEmpty();

    copy(
        new TestTopic(lost.topic().positions()),
        new TestTopic(mirror.topic().positions()),
        any -> true);

    CommandRun again =
        CommandRun.inBackground(environment(lost, mirror, "mirrored")).get(60, TimeUnit.SECONDS);
    assertThat(again.output()).contains("a mirror has brought another's positions", "[CDC-708]");
    assertThat(again.exitCode()).isEqualTo(7);
  }

  /** A pipe whose producer ended while writers went on. */
  private static Pipe played(String name, long seed) throws Exception {
    Pipe pipe = Pipe.create(name);
    try (RunningProducer producer = pipe.produce(CHUNK)) {
      producer.awaitRound();
      try (Writers writers = Writers.start(pipe.source(), 8, seed)) {
        await().until(() -> writers.commits() > 200);
        producer.abandon();
        await().until(() -> writers.commits() > 230);
      }
    }
    return pipe;
  }

  /** All positions, and of each partition a beginning that is at least half of it. */
  private static Pipe mirror(Pipe from, long seed) throws Exception {
    TestTopic to = TestTopic.create(from.topic().name() + "_to", PARTITIONS);
    Map<Integer, Long> counts =
        from.topic().read().stream()
            .collect(Collectors.groupingBy(ConsumerRecord::partition, Collectors.counting()));
    SplittableRandom random = new SplittableRandom(seed);
    Map<Integer, Long> left = new HashMap<>();
    counts.forEach((partition, n) -> left.put(partition, n / 2 + random.nextLong(n / 2 + 1)));
    copy(from.topic(), to, record -> left.merge(record.partition(), -1L, Long::sum) >= 0);
    copy(new TestTopic(from.topic().positions()), new TestTopic(to.positions()), any -> true);
    Pipe mirror = new Pipe(from.source(), to, from.schema());
    int unused = mirror.schemaId();
    return mirror;
  }

  private static void copy(
      TestTopic from, TestTopic to, Predicate<ConsumerRecord<byte[], byte[]>> wanted) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", TestStack.shared().bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      List<Future<RecordMetadata>> sent =
          from.read().stream()
              .filter(wanted)
              .map(
                  record ->
                      producer.send(
                          new ProducerRecord<>(
                              to.name(),
                              record.partition(),
                              record.timestamp(),
                              record.key(),
                              record.value(),
                              record.headers())))
              .toList();
      assertThat(sent).allSatisfy(Future::get);
    }
  }

  /** What is in the mirror after a producer has caught up there. */
  private static List<Change> published(Pipe lost, Pipe mirror, String onTopicChange)
      throws Exception {
    JavaService producer =
        mirror.process(mirror.topic().name(), environment(lost, mirror, onTopicChange));
    try {
      producer.start();
      return mirror.untilCaughtUp();
    } finally {
      producer.stop();
    }
  }

  private static Map<String, String> environment(Pipe lost, Pipe mirror, String onTopicChange) {
    return mirror.environment(
        Map.of("CDC_PRODUCER_ID", lost.topic().name(), "CDC_ON_TOPIC_CHANGE", onTopicChange));
  }

  /** Without the marks by which a test sees that all is published. */
  private static List<Long> captured(Pipe pipe) throws Exception {
    return pipe.source().query("select action_id from emp_cdc where emp_id < 2147483647").stream()
        .map(Long::valueOf)
        .toList();
  }

  private static Set<Long> ids(List<Change> changes) {
    return changes.stream().map(Change::actionId).collect(Collectors.toSet());
  }
}
