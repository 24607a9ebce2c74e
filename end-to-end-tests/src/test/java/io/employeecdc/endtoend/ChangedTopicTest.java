package io.employeecdc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.localstack.process.Service;
import io.employeecdc.workbench.run.PipelineNames;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What an administrator does to the topics while a consumer reads them. */
@Tag("servers")
class ChangedTopicTest {
  /** Kafka's own default is to look after five minutes. */
  private static final Duration SOON = Duration.ofSeconds(30);

  private static final ConfigResource EVERY_BROKER =
      new ConfigResource(ConfigResource.Type.BROKER, "");

  private static final Pattern ADVICE =
      Pattern.compile("--alter --topic (\\S+) --add-config ([^\\s;]+)");

  @Test
  void added_partitions_are_read_soon_and_settings_that_lose_records_end_it_until_they_are_mended()
      throws Exception {
    try (PipelineUnderTest pipeline = PipelineUnderTest.create("changed_topic");
        Admin admin = Admin.create(pipeline.channel().kafka().client("test"))) {
      PipelineNames names = pipeline.channel().names();
      Service consumer = pipeline.consumer(Map.of());
      consumer.start();
      admin.createPartitions(Map.of(names.topic(), NewPartitions.increaseTo(12))).all().get();
      pipeline.producer(Map.of()).start();
      pipeline.source("insert into employees (emp_id) select generate_series(1, 400)");
      pipeline
          .waiting("those of new partitions, too, are applied")
          .atMost(SOON)
          .until(() -> pipeline.askTarget("select count(*) from employees"), "400"::equals);

      alter(admin, names.topic(), "cleanup.policy=compact,delete");
      alter(admin, names.topic(), "min.compaction.lag.ms=1000");
      alter(admin, names.deadLetters(), "cleanup.policy=compact");
      alter(admin, names.deadLetters(), "retention.ms=1000000");
      byTheBrokersDefault(admin, names.deadLetters(), 1_000_000_000);

      assertThat(consumer.awaitExit(SOON)).isEqualTo(3);
      assertThat(consumer.printed())
          .contains("cleanup.policy=compact,delete", "min.compaction.lag.ms=1000")
          .contains("cleanup.policy=compact,retention.bytes=1000000000,retention.ms=1000000")
          .contains("[CDC-307]");
      ADVICE
          .matcher(consumer.printed())
          .results()
          .forEach(
              advice ->
                  Arrays.stream(advice.group(2).split(",", -1))
                      .forEach(setting -> alter(admin, advice.group(1), setting)));
      consumer.start();
      pipeline.source("update employees set city = 'Lyon'");
      pipeline.awaitNewest();
      alter(admin, EVERY_BROKER, AlterConfigOp.OpType.DELETE, "log.retention.bytes", "");
    }
  }

  /** Also what is set for no topic counts. */
  private static void byTheBrokersDefault(Admin admin, String topic, long bytes) {
    alter(admin, topicNamed(topic), AlterConfigOp.OpType.DELETE, "retention.bytes", "");
    alter(
        admin,
        EVERY_BROKER,
        AlterConfigOp.OpType.SET,
        "log.retention.bytes",
        String.valueOf(bytes));
  }

  private static void alter(Admin admin, String topic, String setting) {
    int equals = setting.indexOf('=');
    alter(
        admin,
        topicNamed(topic),
        AlterConfigOp.OpType.SET,
        setting.substring(0, equals),
        setting.substring(equals + 1));
  }

  private static ConfigResource topicNamed(String topic) {
    return new ConfigResource(ConfigResource.Type.TOPIC, topic);
  }

  private static void alter(
      Admin admin, ConfigResource what, AlterConfigOp.OpType how, String name, String value) {
    AlterConfigOp change = new AlterConfigOp(new ConfigEntry(name, value), how);
    try {
      admin.incrementalAlterConfigs(Map.of(what, List.of(change))).all().get();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
