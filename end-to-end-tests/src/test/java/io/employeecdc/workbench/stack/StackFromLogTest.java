package io.employeecdc.workbench.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.employeecdc.cli.Cdc;
import io.employeecdc.localstack.LocalStack;
import io.employeecdc.operations.verify.CommandRun;
import io.employeecdc.workbench.run.LocalPipeline;
import io.employeecdc.workbench.run.LogCapture;
import io.employeecdc.workbench.run.Services;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stack with Kafka Connect, from {@code up} to {@code down}. */
@Tag("servers")
@Tag("nightly")
class StackFromLogTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Pattern EXPORT = Pattern.compile("export (\\w+)='(.*)'");

  @TempDir private Path folder;
  private Map<String, String> environment = Map.of();

  @Test
  void status_and_verify_know_what_comes_from_the_log_and_down_leaves_nothing() throws Exception {
    environment = Map.of("CDC_STACK_DIRECTORY", folder.resolve("stack").toString());
    assertThat(done("stack", "up", "--capture", "debezium")).containsPattern("\nconnect +up ");
    try {
      environment = settings();
      LocalPipeline pipeline = startPipeline();
      change(pipeline);
      String slot = new LogCapture(pipeline).name();
      await().atMost(PATIENCE).until(() -> cdc("verify", "--slot", slot).exitCode() == 0);
      await().atMost(PATIENCE).until(() -> cdc("status").exitCode() == 0);
      assertThat(done("status")).startsWith("healthy").contains("log", "consumer");
      assertThat(done("stack", "status")).contains("log-exporter", "consumer");
    } finally {
      done("stack", "down");
    }
    assertThat(folder.resolve("stack")).doesNotExist();
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>(environment);
    EXPORT
        .matcher(done("stack", "env"))
        .results()
        .forEach(export -> settings.put(export.group(1), export.group(2)));
    return settings;
  }

  private LocalPipeline startPipeline() throws Exception {
    LocalPipeline pipeline =
        LocalPipeline.standard(LocalStack.find(folder.resolve("stack")).orElseThrow());
    LogCapture capture = new LogCapture(pipeline);
    capture.prepare();
    capture.connect(Map.of());
    Services.consumer(pipeline, "consumer", Map.of()).start();
    Services.logExporter(pipeline, capture).start();
    return pipeline;
  }

  private static void change(LocalPipeline pipeline) throws Exception {
    try (Connection source = pipeline.connectSource();
        Statement statement = source.createStatement()) {
      statement.execute("insert into employees (emp_id) values (1)");
    }
  }

  private String done(String... arguments) {
    CommandRun run = cdc(arguments);
    assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
    return run.out();
  }

  private CommandRun cdc(String... arguments) {
    return CommandRun.of(new Cdc(), environment, arguments);
  }
}
