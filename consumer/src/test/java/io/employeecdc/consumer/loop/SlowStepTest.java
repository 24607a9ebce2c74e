package io.employeecdc.consumer.loop;

import static io.employeecdc.consumer.testing.Changes.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.employeecdc.consumer.testing.TestLoop;
import io.employeecdc.consumer.testing.TestTarget;
import io.employeecdc.consumer.testing.TestTopics;
import io.employeecdc.schema.Action;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class SlowStepTest {
  private static final String SLOW =
      """
      create table release (now boolean);
      create function hold() returns trigger language plpgsql as $$
      begin
        while not exists (select from release) loop perform pg_sleep(0.02); end loop;
        return new;
      end $$;
      create trigger slow before insert on employees for each row execute function hold()""";

  private static final String HELD_UP =
      "select pid from pg_stat_activity where datname = current_database()"
          + " and wait_event = 'PgSleep'";

  @Test
  void while_the_target_holds_a_batch_up_its_consumer_takes_part_in_a_rebalance() throws Exception {
    try (TestTarget target = new TestTarget();
        TestTopics topics = new TestTopics(2);
        TestLoop busy = new TestLoop(topics, target, OnOutage.PAUSE);
        TestLoop newcomer = new TestLoop(topics, target, OnOutage.PAUSE)) {
      target.execute(SLOW);
      topics.write(1, Action.INSERT, 1, row("Kiel"));
      CompletableFuture<Void> work = inBackground(busy, topics);
      await().until(() -> !target.column(HELD_UP).isEmpty());

      CompletableFuture<Void> joining = inBackground(newcomer, topics);
      await().until(() -> topics.readers().hasSettled(2));
      assertThat(target.column(HELD_UP)).isNotEmpty();

      target.execute("insert into release values (true)");
      CompletableFuture.allOf(work, joining).join();
      assertThat(target.column("select city from employees")).isEqualTo(List.of("Kiel"));
    }
  }

  /** So that whoever reads on from the loop is soon there. */
  @Test
  void from_the_loop_to_the_last_statement_of_a_batch_there_are_at_most_twelve_calls()
      throws Exception {
    try (TestTarget target = new TestTarget();
        TestTopics topics = new TestTopics(2);
        TestLoop busy = new TestLoop(topics, target, OnOutage.PAUSE)) {
      target.execute(SLOW);
      topics.write(1, Action.INSERT, 1, row("Kiel"));
      CompletableFuture<Void> work = inBackground(busy, topics);
      await().until(() -> !target.column(HELD_UP).isEmpty());

      List<StackTraceElement[]> stacks =
          Thread.getAllStackTraces().values().stream()
              .filter(
                  stack ->
                      calls(stack)
                          .anyMatch(
                              call ->
                                  call.contains("PollWhileBusy.run")
                                      || call.contains("BatchAttempt.run")))
              .toList();
      target.execute("insert into release values (true)");
      work.join();

      assertThat(stacks).hasSize(2);
      List<String> calls = stacks.stream().flatMap(SlowStepTest::calls).toList();
      assertThat(calls).anyMatch(call -> call.contains("Statements.upsert"));
      assertThat(calls).hasSizeLessThanOrEqualTo(12);
    }
  }

  /** Of the loop's own classes; without those that poll meanwhile. */
  private static Stream<String> calls(StackTraceElement[] stack) {
    List<String> all =
        Stream.of(stack)
            .filter(frame -> frame.getClassName().startsWith("io.employeecdc.consumer."))
            .map(frame -> frame.getClassName() + "." + frame.getMethodName())
            .filter(call -> !call.contains("Test") && !call.contains("$$Lambda"))
            .map(call -> call.substring(call.lastIndexOf('.', call.lastIndexOf('.') - 1) + 1))
            .toList();
    return all.subList(Math.max(0, all.indexOf("PollWhileBusy.run")), all.size()).stream();
  }

  private static CompletableFuture<Void> inBackground(TestLoop loop, TestTopics topics) {
    return CompletableFuture.runAsync(
        () -> loop.pollUntil("all is done", () -> topics.readers().uncommitted() == 0));
  }
}
