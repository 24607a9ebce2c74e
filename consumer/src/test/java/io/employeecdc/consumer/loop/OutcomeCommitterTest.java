package io.employeecdc.consumer.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.employeecdc.consumer.deadletter.DeadLetter;
import io.employeecdc.consumer.failure.Cause;
import io.employeecdc.consumer.failure.OutageException;
import io.employeecdc.consumer.testing.FastForwardClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
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

  @Test
  void a_poll_that_fails_before_the_last_commit_is_no_failure() {
    group.answers.add(new RebalanceInProgressException());
    reach(FIRST, 5);

    commits.sendLast(
        () -> {
          throw new NoOffsetForPartitionException(SECOND);
        });

    assertThat(group.committed).containsExactly(Map.of(FIRST, 5L));
  }

  /** As while the coordinator is unknown: they would set back what goes with the letters. */
  @Test
  void letters_wait_until_the_offsets_before_them_are_answered() {
    group.keepsForLater = true;
    reach(FIRST, 5);
    commits.sendIfDue();
    ConsumerRecord<byte[], byte[]> bad = new ConsumerRecord<>("changes", 0, 5, null, null);
    commits.add(
        List.of(new DeadLetter(bad, Cause.of("22001"), 3)),
        Map.of(FIRST, new OffsetAndMetadata(6)));

    assertThatThrownBy(commits::deliver)
        .isInstanceOf(OutageException.class)
        .hasMessageContaining("no answer yet");
    assertThat(commits.hasLetters()).isTrue();
    assertThat(commits.isBehind()).isTrue();
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
    private boolean keepsForLater;

    Group() {
      super("earliest");
    }

    @Override
    public synchronized void commitAsync(
        Map<TopicPartition, OffsetAndMetadata> offsets, OffsetCommitCallback callback) {
      if (!keepsForLater) {
        callback.onComplete(offsets, refusedOrTaken(offsets));
      }
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
