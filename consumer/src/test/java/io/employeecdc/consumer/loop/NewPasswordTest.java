package io.employeecdc.consumer.loop;

import static io.employeecdc.consumer.testing.Changes.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.consumer.testing.TestLoop;
import io.employeecdc.consumer.testing.TestTarget;
import io.employeecdc.consumer.testing.TestTopics;
import io.employeecdc.schema.Action;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A batch that comes between a new password in the target and the same in its file. */
@Tag("servers")
class NewPasswordTest {
  private final TestTarget owner = new TestTarget();
  private final TestTopics topics = new TestTopics(1);

  @AfterEach
  void close() {
    topics.close();
    owner.close();
  }

  /** After three tries, each of which waits for a session, a batch would be given up for DLQ. */
  @ParameterizedTest
  @CsvSource({"PAUSE, 1", "DLQ, 3"})
  void it_waits_for_the_other_half_and_becomes_no_dead_letter(
      OnOutage onOutage, int tries, @TempDir Path dir) throws Exception {
    Path file = Files.writeString(dir.resolve("password"), "first");
    try (TestTarget target = owner.withPasswordIn(file);
        TestLoop loop = new TestLoop(topics, target, onOutage)) {
      topics.write(1, Action.INSERT, 1, row("Rome"));
      loop.consume(1);
      target.password("second");
      topics.write(2, Action.INSERT, 2, row("Oslo"));
      loop.pollUntil("it has tried", () -> loop.retries().size() >= tries);
      assertThat(loop.progress().problem()).get().asString().contains("its file is read again");

      Files.writeString(file, "second");
      loop.consume(2);
    }
    assertThat(owner.employees()).hasSize(2);
    assertThat(topics.deadLetters()).isEmpty();
  }
}
