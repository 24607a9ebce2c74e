package io.employeecdc.consumer.loop;

import static org.awaitility.Awaitility.await;

import io.employeecdc.consumer.testing.TestLoop;
import io.employeecdc.consumer.testing.TestTarget;
import io.employeecdc.consumer.testing.TestTopics;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * A consumer, and a stranger in its group that reads and applies nothing. A unique value is given
 * up in the stranger's partition, so what wants it waits until the stranger has left.
 */
abstract class WithAStranger {
  static final Duration LIMIT = Duration.ofSeconds(60);

  final TestTarget target = new TestTarget();
  final TestTopics topics = new TestTopics(3);
  final KafkaConsumer<byte[], byte[]> stranger = topics.readers().newMember();
  final TestLoop first = new TestLoop(topics, target, OnOutage.PAUSE);

  int givers;
  List<Integer> takers;

  @BeforeEach
  void awaitAssignment() throws SQLException {
    target.execute("alter table employees add constraint one_per_city unique (city)");
    stranger.subscribe(List.of(topics.topic()));
    await("both in the group").atMost(LIMIT).until(this::bothHavePartitions);
    givers = stranger.assignment().iterator().next().partition();
    takers = IntStream.range(0, 3).filter(p -> p != givers).boxed().toList();
  }

  @AfterEach
  void close() {
    first.close();
    stranger.close();
    topics.close();
    target.close();
  }

  int taker(int number) {
    return takers.get(number) + 300;
  }

  List<String> cities() {
    return target.column("select city from employees");
  }

  private boolean bothHavePartitions() {
    first.pollOnce();
    drop();
    return stranger.assignment().size() == 1
        && Set.copyOf(topics.readers().owners().values()).size() == 2
        && topics.readers().owners().size() == 3;
  }

  /** Three times as long as anything is parked at least. */
  void lookOn() {
    Instant end = Instant.now().plus(Duration.ofMillis(1500));
    while (Instant.now().isBefore(end)) {
      poll(1);
    }
  }

  /** Everything is read, and nothing waits. */
  boolean allIsDone() {
    return topics.readers().uncommitted() == 0
        && target.column("select emp_id from parked_changes").isEmpty();
  }

  void poll(int times) {
    for (int i = 0; i < times; i++) {
      first.pollOnce();
      drop();
    }
  }

  void drop() {
    if (!stranger.subscription().isEmpty()) {
      ConsumerRecords<byte[], byte[]> unused = stranger.poll(Duration.ZERO);
    }
  }

  void pollUntil(java.util.function.BooleanSupplier holds, TestLoop... loops) {
    await()
        .atMost(LIMIT)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(1))
        .pollInSameThread()
        .until(
            () -> {
              for (TestLoop loop : loops) {
                loop.pollOnce();
              }
              drop();
              return holds.getAsBoolean();
            });
  }
}
