package io.employeecdc.consumer.loop;

import static io.employeecdc.consumer.testing.Changes.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.consumer.testing.TestLoop;
import io.employeecdc.consumer.testing.TestTarget;
import io.employeecdc.consumer.testing.TestTopics;
import io.employeecdc.schema.Action;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a loop does while partitions move from one member to another. */
@Tag("servers")
class RebalanceTest {
  private final TestTarget target = new TestTarget();
  private final TestTopics topics = new TestTopics(2);

  @AfterEach
  void close() {
    topics.close();
    target.close();
  }

  @Test
  void who_ends_in_the_middle_of_a_rebalance_commits_when_it_is_over() {
    topics.write(2, Action.INSERT, 1, row("Rome"));
    AtomicBoolean ended = new AtomicBoolean();
    try (TestLoop one = loop();
        TestLoop other = loop();
        TestLoop third = loop()) {
      TestLoop ending = TestLoop.ownerOfPartition0(topics, one, other);
      TestLoop missing = ending == one ? other : one;
      // The rebalance that the third begins waits for the one who does not poll.
      third.pollOnce();
      for (int id = 2; topics.readers().uncommitted(0) == 0; id++) {
        assertThat(id).as("rounds before the rebalance is noticed").isLessThan(100);
        topics.write(2, Action.UPDATE, id, row("Oslo"));
        ending.consume(ending.consumed() + 1);
        for (int i = 0; i < 4; i++) {
          ending.pollOnce();
        }
      }
      CompletableFuture<Void> others =
          CompletableFuture.runAsync(
              () -> {
                while (!ended.get()) {
                  missing.pollOnce();
                  third.pollOnce();
                }
              });

      ending.finish();

      assertThat(topics.readers().uncommitted(0)).isZero();
      ended.set(true);
      others.join();
      assertThat(missing.counts().duplicates() + third.counts().duplicates()).isZero();
    } finally {
      ended.set(true);
    }
  }

  /** As in a rolling update that brings a new one in before an old one goes. */
  @Test
  void who_comes_waits_for_who_goes_and_who_stays_keeps_what_it_has() {
    topics.write(2, Action.INSERT, 1, row("Rome"));
    try (TestLoop one = loop();
        TestLoop other = loop();
        TestLoop coming = loop()) {
      TestLoop going = TestLoop.ownerOfPartition0(topics, one, other);
      TestLoop staying = going == one ? other : one;
      Map<Integer, String> before = topics.readers().owners();

      pollUntil(() -> topics.readers().hasSettled(3), one, other, coming);
      assertThat(topics.readers().owners()).isEqualTo(before);

      going.close();
      pollUntil(() -> topics.readers().hasSettled(2), staying, coming);
      assertThat(topics.readers().owners())
          .isEqualTo(Map.of(0, coming.clientId(), 1, staying.clientId()));
      assertThat(coming.counts().duplicates() + staying.counts().duplicates()).isZero();
    }
  }

  private static void pollUntil(BooleanSupplier holds, TestLoop... loops) {
    loops[0].pollUntil(
        "the group has settled",
        () -> {
          List.of(loops).forEach(TestLoop::pollOnce);
          return holds.getAsBoolean();
        });
  }

  private TestLoop loop() {
    return new TestLoop(topics, target, OnOutage.PAUSE);
  }
}
