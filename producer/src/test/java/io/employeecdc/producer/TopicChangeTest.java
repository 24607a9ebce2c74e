package io.employeecdc.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.employeecdc.localstack.JavaService;
import io.employeecdc.localstack.TestStack;
import io.employeecdc.producer.publish.OnTopicChange;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import io.employeecdc.runtime.kafka.TopicRole;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A topic that is no longer the one, or no longer as it was made. */
@Tag("servers")
class TopicChangeTest {
  private final Admin admin =
      Admin.create(Map.of("bootstrap.servers", TestStack.shared().bootstrapServers()));

  @AfterEach
  void close() {
    admin.close();
  }

  @Test
  void one_that_was_made_again_ends_the_producer_and_another_id_publishes_all_that_is_still_there()
      throws Exception {
    Pipe pipe = Pipe.create("made_again");
    CompletableFuture<CommandRun> running = CommandRun.inBackground(pipe.environment(Map.of()));
    pipe.source().execute("insert into employees (emp_id) select generate_series(1, 9)");
    pipe.untilCaughtUp();

    admin.deleteTopics(List.of(pipe.topic().name())).all().get();
    create(pipe.topic().name(), 1);

    CommandRun ended = running.get(60, TimeUnit.SECONDS);
    assertThat(ended.output()).contains("made again", "--on-topic-change continue", "[CDC-708]");
    assertThat(ended.exitCode()).isEqualTo(7);
    CommandRun again =
        CommandRun.inBackground(pipe.environment(Map.of())).get(60, TimeUnit.SECONDS);
    assertThat(again.exitCode()).as("at start").isEqualTo(7);
    JavaService anew =
        pipe.process("made-again-producer", Map.of("CDC_PRODUCER_ID", "made_again_2"));
    anew.start();
    assertThat(pipe.topic().readUntil(records -> records.size() >= 10))
        .hasSizeGreaterThanOrEqualTo(10);
    anew.stop();
  }

  @Test
  void partitions_that_were_added_end_the_producer_until_somebody_says_that_it_may_go_on()
      throws Exception {
    Pipe pipe = Pipe.create("more_partitions");
    try (RunningProducer producer = pipe.produce()) {
      pipe.source().execute("insert into employees (emp_id) values (1)");
      pipe.untilCaughtUp();

      admin.createPartitions(Map.of(pipe.topic().name(), NewPartitions.increaseTo(9))).all().get();

      assertThatThrownBy(producer::verifyTopics)
          .isInstanceOfSatisfying(
              CdcException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TOPIC_CHANGED))
          .hasMessageContaining("has 9 partitions and had");
    }
    CommandRun again =
        CommandRun.inBackground(pipe.environment(Map.of())).get(60, TimeUnit.SECONDS);
    assertThat(again.output()).contains("has 9 partitions and had", "[CDC-708]");
    assertThat(again.exitCode()).as("at start").isEqualTo(7);
    try (RunningProducer on = pipe.produce(OnTopicChange.CONTINUE)) {
      pipe.source().execute("insert into employees (emp_id) values (2)");
      assertThat(pipe.untilCaughtUp()).extracting(Change::employeeId).contains(1, 2);
      assertThatCode(on::verifyTopics).doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "retained, cleanup.policy, delete",
    "lagless, min.compaction.lag.ms, 0",
    "old_refused, message.timestamp.before.max.ms, 60000",
    "new_refused, message.timestamp.after.max.ms, 60000",
    "never_in_sync, min.insync.replicas, 2",
    "unclean, unclean.leader.election.enable, true"
  })
  void a_setting_that_was_changed_is_refused_and_the_advice_helps(
      String name, String setting, String value) throws Exception {
    Pipe pipe = Pipe.create("setting_" + name);
    alter(pipe.topic().name(), Map.of(setting, value));

    CommandRun refused =
        CommandRun.inBackground(pipe.environment(Map.of())).get(60, TimeUnit.SECONDS);

    assertThat(refused.output()).contains(pipe.topic().name(), setting + "=" + value, "[CDC-307]");
    assertThat(refused.exitCode()).isEqualTo(3);
    follow(refused.output());
    try (RunningProducer producer = pipe.produce()) {
      producer.awaitRound();
      pipe.source().execute("insert into employees (emp_id) values (1)");
      assertThat(pipe.untilCaughtUp()).hasSize(1);
      assertThatCode(producer::verifyTopics).doesNotThrowAnyException();
      alter(pipe.topic().name(), Map.of(setting, value));
      assertThatThrownBy(producer::verifyTopics)
          .isInstanceOfSatisfying(
              CdcException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.TOPIC_LOSES_RECORDS))
          .hasMessageContaining(setting + "=" + value);
    }
  }

  @Test
  void a_change_that_is_too_old_for_the_topic_is_no_outage_and_passes_when_the_setting_is_mended()
      throws Exception {
    Pipe pipe = Pipe.create("too_old");
    RunningProducer first = pipe.produce();
    first.awaitRound();
    alter(pipe.topic().name(), Map.of("message.timestamp.before.max.ms", "60000"));
    pipe.source()
        .execute(
            "insert into emp_cdc (cdc_version, action, emp_id, captured_at)"
                + " select max(version), 'DELETE', 7, now() - interval '1 day' from cdc_columns");

    await().until(first.end()::isDone);
    assertThatThrownBy(first::close)
        .cause()
        .isInstanceOfSatisfying(
            CdcException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.KAFKA_SETTING_REFUSES))
        .hasMessageContaining("message.timestamp.before.max.ms");

    alter(pipe.topic().name(), TopicRole.CHANGES.settings(1));
    try (RunningProducer producer = pipe.produce()) {
      producer.awaitRound();
      assertThat(pipe.untilCaughtUp()).extracting(Change::employeeId).containsExactly(7);
    }
  }

  private void create(String topic, int partitions) throws Exception {
    NewTopic again = new NewTopic(topic, partitions, (short) 1);
    admin.createTopics(List.of(again.configs(TopicRole.CHANGES.settings(1)))).all().get();
  }

  /** Runs what the message says is to be run. */
  private void follow(String message) throws Exception {
    Matcher advice = Pattern.compile("--alter --topic (\\S+) --add-config (\\S+)").matcher(message);
    assertThat(advice.find()).isTrue();
    Map<String, String> settings = new HashMap<>();
    for (String one : advice.group(2).split(",", -1)) {
      settings.put(one.substring(0, one.indexOf('=')), one.substring(one.indexOf('=') + 1));
    }
    alter(advice.group(1), settings);
  }

  private void alter(String topic, Map<String, String> settings) throws Exception {
    admin
        .incrementalAlterConfigs(
            Map.of(
                new ConfigResource(ConfigResource.Type.TOPIC, topic),
                settings.entrySet().stream()
                    .map(
                        one ->
                            new AlterConfigOp(
                                new ConfigEntry(one.getKey(), one.getValue()),
                                AlterConfigOp.OpType.SET))
                    .collect(Collectors.toList())))
        .all()
        .get();
  }
}
