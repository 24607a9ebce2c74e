package io.employeecdc.consumer.replay;

import static io.employeecdc.consumer.testing.TestTopics.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.awaitility.Awaitility.await;

import io.employeecdc.consumer.apply.ChangeApplier;
import io.employeecdc.consumer.apply.Effect;
import io.employeecdc.consumer.apply.Outcome;
import io.employeecdc.consumer.apply.Target;
import io.employeecdc.consumer.testing.Changes;
import io.employeecdc.consumer.testing.TestTarget;
import io.employeecdc.consumer.testing.TestTopics;
import io.employeecdc.contract.Registry;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.service.Shutdown;
import io.employeecdc.schema.Action;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("servers")
class ReplayTest implements Replay.Watcher {
  private final TestTarget target = new TestTarget();

  /** Its only topic stands for the dead letters'. */
  private final TestTopics topics = new TestTopics(1);

  private final TopicPartition only = new TopicPartition(topics.topic(), 0);

  private final Registry registry = Registry.at(TestTopics.registryUrl());
  private final ReplaySettings settings =
      new ReplaySettings(
          Contract.standard(),
          target.settings(),
          topics.kafka(),
          topics.topic(),
          topics.group(),
          0,
          Duration.ofSeconds(30));
  private final Shutdown stop = Shutdown.onSignal(Duration.ZERO);
  private final List<Outcome> outcomes = new ArrayList<>();
  private final List<String> waits = new ArrayList<>();
  private Runnable whenWaiting = () -> {};

  @AfterEach
  void close() throws IOException {
    registry.close();
    topics.close();
    target.close();
    stop.close();
  }

  @Test
  void the_later_of_two_replays_takes_over_and_nothing_is_doubled_or_lost() {
    List<DeadLetterRecord> letters = List.of(good(0), bad(1));
    try (ReplayGroup first = group();
        ReplayGroup second = group()) {
      first.takeOver();
      second.takeOver();

      assertThatThrownBy(() -> replay(first, registry, letters))
          .isInstanceOfSatisfying(
              CdcException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.FENCED))
          .hasMessageContaining("took over");
      assertThat(outcomes).isEmpty();
      assertThat(target.employees()).hasSize(1);
      assertThat(topics.readers().uncommitted()).isEqualTo(2);

      replay(second, registry, letters);
      assertThat(outcomes.get(0)).isEqualTo(Effect.DUPLICATE);
      assertThat(outcomes.get(1)).isInstanceOf(Outcome.Failed.class);
      assertThat(second.begins(Set.of(only))).containsExactly(entry(only, 2L));
    }
    assertThat(topics.committed(only)).hasSize(2 + 1);
  }

  @Test
  void while_something_is_away_a_stop_ends_it_and_nothing_is_committed() throws IOException {
    List<DeadLetterRecord> letters = List.of(good(0));
    stop.ask();

    try (ReplayGroup group = group();
        Registry nobody = Registry.at("http://127.0.0.1:1")) {
      assertThat(replay(group, nobody, letters).stopped()).isTrue();
    }

    assertThat(outcomes).isEmpty();
    assertThat(waits).hasSize(1).first().asString().contains("127.0.0.1:1");
    assertThat(topics.readers().uncommitted()).isEqualTo(1);
  }

  @Test
  void the_group_does_not_move_beyond_a_letter_that_was_left() {
    List<DeadLetterRecord> letters = List.of(good(0), good(1), good(2));
    try (ReplayGroup group = group()) {
      Replay replay = open(group, registry);
      replay.take(letters.get(0));
      replay.leave(letters.get(1));
      replay.take(letters.get(2));
      replay.flush();

      assertThat(replay.held()).containsEntry(0, 1L);
    }
    assertThat(outcomes).hasSize(2);
    assertThat(topics.readers().uncommitted()).isEqualTo(2);
  }

  /** It is committed, and nobody here knows: written once more, the letter would be there twice. */
  @Test
  void a_letter_whose_commit_got_no_answer_in_time_is_not_written_again() {
    try (ReplayGroup group = group();
        LateCommit late = new LateCommit()) {
      whenWaiting = () -> await().until(() -> topics.committed(only).size() == 1 + 1);

      replay(group, registry, List.of(bad(0)));

      assertThat(late.seen()).as("commits").isEqualTo(1);
      assertThat(group.begins(Set.of(only))).containsExactly(entry(only, 1L));
    }
    assertThat(waits).hasSize(1).first().asString().contains("TimeoutException");
    assertThat(outcomes).hasSize(1).first().isInstanceOf(Outcome.Failed.class);
    assertThat(topics.committed(only)).hasSize(1 + 1);
  }

  @Test
  void a_password_that_is_changed_in_the_target_first_is_waited_for(@TempDir Path dir)
      throws Exception {
    Path file = Files.writeString(dir.resolve("password"), "first");
    try (TestTarget role = target.withPasswordIn(file);
        ReplayGroup group = group()) {
      Replay replay =
          new Replay(
              settings,
              new ChangeApplier(new Target(role.pool(), Changes.VERSIONS)),
              registry,
              Optional.of(group),
              stop,
              this);
      replay.take(good(0));
      replay.flush();
      role.password("second");
      whenWaiting =
          () -> assertThatCode(() -> Files.writeString(file, "second")).doesNotThrowAnyException();
      replay.take(good(1));
      replay.flush();
    }
    assertThat(waits).hasSize(1).first().asString().contains("28P01");
    assertThat(outcomes).hasSize(2).containsOnly(Effect.APPLIED);
  }

  private Replay replay(ReplayGroup group, Registry from, List<DeadLetterRecord> letters) {
    Replay replay = open(group, from);
    letters.forEach(replay::take);
    replay.flush();
    return replay;
  }

  private Replay open(ReplayGroup group, Registry from) {
    return new Replay(
        settings,
        new ChangeApplier(new Target(target.pool(), Changes.VERSIONS)),
        from,
        Optional.of(group),
        stop,
        this);
  }

  private ReplayGroup group() {
    return new ReplayGroup(topics.kafka(), topics.topic(), topics.group());
  }

  private DeadLetterRecord good(int offset) {
    byte[] value = topics.value(offset, Action.INSERT, offset, Changes.row("Rome"));
    return letter(offset, value);
  }

  private DeadLetterRecord bad(int offset) {
    return letter(offset, new byte[] {1});
  }

  private DeadLetterRecord letter(int offset, byte[] value) {
    topics.send(0, key(offset), value, null);
    return new DeadLetterRecord(
        new ConsumerRecord<>(topics.topic(), 0, offset, key(offset), value));
  }

  @Override
  public void replayed(List<DeadLetterRecord> letters, List<Outcome> became) {
    outcomes.addAll(became);
  }

  @Override
  public void waiting(String what) {
    waits.add(what);
    whenWaiting.run();
  }
}
