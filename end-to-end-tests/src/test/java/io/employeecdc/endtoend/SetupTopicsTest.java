package io.employeecdc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.operations.verify.CommandRun;
import io.employeecdc.runtime.kafka.TopicRole;
import io.employeecdc.workbench.run.PipelineNames;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;

/** The topics that set-up makes, and those that were there before. */
@AnyPlace
class SetupTopicsTest {
  private static final String ANY_TIME = String.valueOf(Long.MAX_VALUE);

  @Test
  void topics_keep_the_newest_change_of_each_employee_and_every_dead_letter() throws Exception {
    try (PipelineUnderTest pipeline = PipelineUnderTest.bare("setup_topics");
        Admin admin = Admin.create(pipeline.channel().kafka().client("test"))) {
      SetupTest.setup(pipeline, "--partitions", "5");
      PipelineNames names = pipeline.channel().names();

      assertThat(partitions(admin, names.topic())).isEqualTo(5);
      assertThat(ownSettings(admin, names.topic()))
          .containsEntry("cleanup.policy", "compact")
          .containsEntry("min.compaction.lag.ms", "604800000")
          .containsEntry("message.timestamp.before.max.ms", ANY_TIME)
          .containsEntry("message.timestamp.after.max.ms", ANY_TIME);
      assertThat(partitions(admin, names.deadLetters())).isEqualTo(1);
      assertThat(ownSettings(admin, names.deadLetters()))
          .containsEntry("cleanup.policy", "delete")
          .containsEntry("retention.ms", "-1")
          .containsEntry("retention.bytes", "-1")
          .containsEntry("max.message.bytes", "16777216")
          .containsEntry("message.timestamp.before.max.ms", ANY_TIME)
          .containsEntry("message.timestamp.after.max.ms", ANY_TIME);
      assertThat(partitions(admin, names.positions())).isEqualTo(1);
      assertThat(ownSettings(admin, names.positions())).containsEntry("cleanup.policy", "compact");
    }
  }

  @Test
  void a_topic_that_is_there_and_would_lose_records_is_refused() throws Exception {
    try (PipelineUnderTest pipeline = PipelineUnderTest.bare("setup_lossy");
        Admin admin = Admin.create(pipeline.channel().kafka().client("test"))) {
      PipelineNames names = pipeline.channel().names();
      admin.createTopics(List.of(topic(names.deadLetters(), Map.of()))).all().get();
      assertRefused(pipeline, names.deadLetters(), "retention.ms=-1");

      admin.deleteTopics(List.of(names.deadLetters())).all().get();
      Map<String, String> compacted = Map.of("cleanup.policy", "compact");
      admin.createTopics(List.of(topic(names.topic(), compacted))).all().get();
      assertRefused(pipeline, names.topic(), "min.compaction.lag.ms=604800000");
    }
  }

  @Test
  void positions_in_several_partitions_are_refused_and_another_topic_is_made() throws Exception {
    try (PipelineUnderTest pipeline = PipelineUnderTest.bare("setup_positions");
        Admin admin = Admin.create(pipeline.channel().kafka().client("test"))) {
      String positions = pipeline.channel().names().positions();
      NewTopic several = new NewTopic(positions, 3, (short) 1);
      admin.createTopics(List.of(several.configs(TopicRole.POSITIONS.settings(1)))).all().get();
      assertRefused(pipeline, positions, "'cdc setup --position-topic NAME'");

      SetupTest.setup(pipeline, "--position-topic", positions + "_2");

      pipeline.source("insert into employees (emp_id) values (1)");
      pipeline.producer(Map.of("CDC_POSITION_TOPIC", positions + "_2")).start();
      pipeline.consumer(Map.of()).start();
      pipeline.awaitTablesEqual();
    }
  }

  @Test
  void copies_for_which_there_are_no_brokers_are_refused_and_the_option_is_named()
      throws Exception {
    try (PipelineUnderTest pipeline = PipelineUnderTest.bare("setup_copies")) {
      CommandRun refused = pipeline.cdc("setup", "--replication-factor", "9");
      assertThat(refused.exitCode()).isEqualTo(3);
      assertThat(refused.err()).contains("check --replication-factor", "CDC-308");

      SetupTest.setup(pipeline, "--replication-factor", "1");
    }
  }

  private static NewTopic topic(String name, Map<String, String> config) {
    return new NewTopic(name, 1, (short) 1).configs(config);
  }

  private static void assertRefused(PipelineUnderTest pipeline, String topic, String remedy)
      throws Exception {
    CommandRun run = pipeline.cdc("setup");
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.err()).contains(topic, remedy, "CDC-307");
  }

  private static int partitions(Admin admin, String topic) throws Exception {
    return admin
        .describeTopics(List.of(topic))
        .allTopicNames()
        .get()
        .get(topic)
        .partitions()
        .size();
  }

  /** The topic's own settings, whatever the brokers' defaults are. */
  private static Map<String, String> ownSettings(Admin admin, String topic) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    return admin.describeConfigs(List.of(resource)).all().get().get(resource).entries().stream()
        .filter(entry -> entry.source() == ConfigEntry.ConfigSource.DYNAMIC_TOPIC_CONFIG)
        .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
  }
}
