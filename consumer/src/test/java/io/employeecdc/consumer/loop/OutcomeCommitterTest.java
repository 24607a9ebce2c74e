package io.employeecdc.consumer.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.employeecdc.consumer.testing.FastForwardClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetCommitCallback;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.DisconnectException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.junit.jupiter.api.Test;

/** Which offsets reach the group, whatever the brokers answer. */
class OutcomeCommitterTest {
  private static final TopicPartition FIRST = new TopicPartition("changes", 0);
  private static final TopicPartition SECOND = new TopicPartition("changes", 1);

  private final FastForwardClock clock = new FastForwardClock();
  private final Group group = new Group();
  private final OutcomeCommitter commits = new OutcomeCommitter(group, null, null, clock);

  @Test
  void what_the_brokers_did_not_take_is_sent_again() {
    group.answers.add(new DisconnectException());
    reach(FIRST, 5);

    sendLater();
    sendLater();
    sendLater();

    assertThat(group.committed).containsExactly(Map.of(FIRST, 5L));
  }

  @Test
  void a_refusal_that_waiting_does_not_help_ends_it_with_the_next_commit() {
    group.answers.add(new GroupAuthorizationException("changes"));
    reach(FIRST, 5);

    sendLater();

    assertThatThrownBy(this::sendLater).isInstanceOf(GroupAuthorizationException.class);
  }

  @Test
  void offsets_go_ten_times_a_second_at_most_and_the_newest_of_each_partition() {
    reach(FIRST, 5);
    commits.sendIfDue();
    reach(FIRST, 6);
    reach(SECOND, 3);
    commits.sendIfDue();
    reach(FIRST, 7);
    sendLater();

    assertThat(group.committed).containsExactly(Map.of(FIRST, 5L), Map.of(FIRST, 7L, SECOND, 3L));
  }

  @Test
  void nothing_is_committed_for_partitions_that_others_have_by_now() {
    reach(FIRST, 5);
    reach(SECOND, 3);

    commits.lose(List.of(FIRST));
    boolean unused = commits.sendNow();

    assertThat(group.committed).containsExactly(Map.of(SECOND, 3L));
  }

  @Test
  void the_last_commit_polls_until_a_rebalance_is_over() {
    group.answers.add(new RebalanceInProgressException());
    group.answers.add(new RebalanceInProgressException());
    reach(FIRST, 5);
    List<String> polls = new ArrayList<>();

    commits.sendLast(() -> polls.add("poll"));

    assertThat(polls).hasSize(2);
    assertThat(group.committed).containsExactly(Map.of(FIRST, 5L));
  }

  @Test
  void a_last_commit_that_fails_is_no_failure_as_the_records_come_again() {
    group.answers.add(new DisconnectException());
    reach(FIRST, 5);

    commits.sendLast(() -> {});

    assertThat(group.committed).isEmpty();
  }

  private void reach(TopicPartition partition, long offset) {
    commits.add(List.of(), Map.of(partition, new OffsetAndMetadata(offset)));
  }

  private void sendLater() {
    clock.forward(Duration.ofSeconds(1));
    commits.sendIfDue();
  }

  /** A group that takes what is committed, but for what it is told to answer. */
  private static final class Group extends MockConsumer<byte[], byte[]> {
    private final Queue<KafkaException> answers = new ArrayDeque<>();
    private final List<Map<TopicPartition, Long>> committed = new ArrayList<>();

    Group() {
      super("earliest");
    }

    @Override
    public synchronized void commitAsync(
        Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
      callback.onComplete(offsets, refusedOrTaken(offsets));
    }

    @Override
    public synchronized void commitSync(
        Map<TopicPartition, OffsetAndMetadata> offsets, Duration timeout) {
      KafkaException refusal = refusedOrTaken(offsets);
      if (refusal != null) {
        throw refusal;
      }
    }

    private KafkaException refusedOrTaken(Map<TopicPartition, OffsetAndMetadata> offsets) {
      KafkaException refusal = answers.poll();
      if (refusal == null) {
        Map<TopicPartition, Long> taken = new HashMap<>();
        offsets.forEach((partition, offset) -> taken.put(partition, offset.offset()));
        committed.add(taken);
      }
      return refusal;
    }
  }
}
