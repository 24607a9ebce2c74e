package io.employeecdc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.localstack.JavaService;
import io.employeecdc.localstack.LocalStack;
import io.employeecdc.localstack.Postgres;
import io.employeecdc.localstack.StackSettings;
import io.employeecdc.localstack.process.Server;
import io.employeecdc.operations.verify.CommandRun;
import io.employeecdc.operations.verify.VerifyCommand;
import io.employeecdc.producer.ProducerMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The source goes back to an earlier time: the producer stops, and the runbook leads on. */
@Tag("servers")
@Tag("faults")
class RestoredSourceTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);
  private static final String NEW_ID = "restored-2";

  @Test
  void a_source_that_was_restored_is_refused_and_after_the_runbooks_steps_both_are_equal(
      @TempDir Path folder) throws Exception {
    LocalStack stack = LocalStack.up(new StackSettings(folder.resolve("stack"), 1, 0));
    try (TestPipeline pipeline = TestPipeline.create(stack, "restored")) {
      JavaService producer = pipeline.producer(Map.of());
      JavaService consumer = pipeline.consumer(Map.of());
      List.of(producer, consumer).parallelStream().forEach(Server::start);
      pipeline.source("insert into employees (emp_id) select generate_series(1, 100)");
      pipeline.awaitEqual();

      backUpAndRestore(
          stack.source(),
          () -> {
            for (int key = 1; key <= 50; key++) {
              pipeline.source("update employees set salary = 1 where emp_id = " + key);
              pipeline.source("insert into employees (emp_id) values (" + (1000 + key) + ")");
            }
            pipeline.source("delete from employees where emp_id between 60 and 70");
            pipeline.awaitEqual();
          });

      assertThat(producer.awaitExit(LIMIT)).isEqualTo(7);
      assertThat(Files.readString(producer.log())).contains("[CDC-703]", "restored");
      // The ids of these changes were others', which the target knows.
      pipeline.source("update employees set salary = 2 where emp_id <= 20");

      Map<String, String> newId = Map.of("CDC_PRODUCER_ID", NEW_ID);
      pipeline
          .service("producer-again", List.of("-Xmx256m", ProducerMain.class.getName()), newId)
          .start();
      CommandRun refused = verify(pipeline, "--repair", "--yes");
      assertThat(refused.exitCode()).isEqualTo(7);
      assertThat(refused.err()).contains("--max-deletes is 5%", "--max-deletes 50.");
      assertThat(verify(pipeline, "--repair", "--yes", "--max-deletes", "50").exitCode()).isZero();

      pipeline.source("update employees set salary = 3 where emp_id <= 30");
      pipeline.source("delete from employees where emp_id = 90");
      pipeline.source("insert into employees (emp_id) values (1001)");
      CommandRun after = verify(pipeline);
      assertThat(after.exitCode()).as(after.out() + after.err()).isZero();
      assertThat(pipeline.askTarget("select count(*) from employees where salary = 3"))
          .isEqualTo("30");
    } finally {
      stack.down();
    }
  }

  private interface Changes {
    void make() throws Exception;
  }

  /** Takes the server back to before these changes. */
  private static void backUpAndRestore(Postgres server, Changes lost) throws Exception {
    Path data = server.log().resolveSibling("data");
    Path backup = server.log().resolveSibling("backup");
    server.stop();
    copy(data, backup);
    server.start();
    lost.make();
    server.stop();
    Files.move(data, server.log().resolveSibling("lost"));
    Files.move(backup, data);
    server.start();
  }

  private static CommandRun verify(TestPipeline pipeline, String... options) {
    Map<String, String> environment = new TreeMap<>(pipeline.environment());
    environment.put("CDC_PRODUCER_ID", NEW_ID);
    return CommandRun.of(new VerifyCommand(), environment, options);
  }

  /** With owners and rights: the server looks at them. */
  private static void copy(Path from, Path to) throws IOException, InterruptedException {
    Process copy = new ProcessBuilder("cp", "-a", from.toString(), to.toString()).start();
    assertThat(copy.waitFor()).isZero();
  }
}
