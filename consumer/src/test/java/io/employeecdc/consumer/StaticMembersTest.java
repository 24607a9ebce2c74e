package io.employeecdc.consumer;

import static io.employeecdc.consumer.testing.Changes.row;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.employeecdc.consumer.testing.TestTarget;
import io.employeecdc.consumer.testing.TestTopics;
import io.employeecdc.runtime.options.Commands;
import io.employeecdc.schema.Action;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process with group.instance.id is as many members of the group as it has threads. */
@Tag("servers")
class StaticMembersTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @Test
  void each_thread_has_an_instance_id_of_its_own(@TempDir Path folder) throws Exception {
    try (TestTarget target = new TestTarget();
        TestTopics topics = new TestTopics(2)) {
      Map<String, String> environment = new TreeMap<>();
      environment.put("CDC_TARGET_URL", target.settings().url());
      environment.put("CDC_TARGET_USER", target.settings().user());
      environment.put("CDC_TARGET_PASSWORD", target.settings().password());
      environment.put("CDC_BOOTSTRAP_SERVERS", topics.kafka().bootstrapServers());
      environment.put("CDC_SCHEMA_REGISTRY_URL", TestTopics.registryUrl());
      environment.put("CDC_TOPIC", topics.topic());
      environment.put("CDC_DLQ_TOPIC", topics.deadLetterTopic());
      environment.put("CDC_GROUP", topics.group());
      Path settings =
          Files.writeString(folder.resolve("kafka.properties"), "group.instance.id=pod-7");
      environment.put("CDC_KAFKA_CONFIG", settings.toString());
      CompletableFuture<Integer> exitCode = new CompletableFuture<>();
      Thread consumer =
          new Thread(() -> exitCode.complete(Commands.execute(new ConsumerCommand(), environment)));
      consumer.start();

      await("two members")
          .atMost(LIMIT)
          .until(() -> new HashSet<>(topics.readers().owners().values()).size() == 2);
      for (int employee = 1; employee <= 6; employee++) {
        topics.write(employee, Action.INSERT, employee, row("Rome"));
      }
      await("all rows").atMost(LIMIT).until(() -> target.employees().size() == 6);

      consumer.interrupt();
      assertThat(exitCode.get(LIMIT.toSeconds(), TimeUnit.SECONDS)).isZero();
    }
  }
}
