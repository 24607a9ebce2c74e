package io.employeecdc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.employeecdc.localstack.process.Service;
import io.employeecdc.operations.verify.CommandRun;
import io.employeecdc.runtime.kafka.KafkaSettings;
import io.employeecdc.runtime.kafka.TopicEnds;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The target is no longer the one that the group's offsets speak of. */
@AnyPlace
class OffsetsTest {
  private static final String EMPTY =
      "truncate employees, employee_versions, processed_events, parked_changes, applied_offsets";

  private static final AtomicInteger NUMBER = new AtomicInteger();

  private PipelineUnderTest pipeline;
  private Service consumer;

  @BeforeEach
  void applySomeChanges() throws Exception {
    pipeline = PipelineUnderTest.create("offsets_" + NUMBER.incrementAndGet());
    consumer = pipeline.consumer(Map.of());
    List.of(pipeline.producer(Map.of()), consumer).parallelStream().forEach(Service::start);
    pipeline.source(
        "insert into employees (emp_id, city) select g, 'Town ' || g from generate_series(1, 100) g");
    pipeline.awaitEqual();
    pipeline.awaitNoLag();
  }

  @AfterEach
  void close() throws Exception {
    pipeline.close();
  }

  @Test
  void a_target_that_was_exchanged_ends_the_consumer_and_following_its_advice_helps()
      throws Exception {
    assertThat(pipeline.cdc("offsets", "--to-applied").exitCode()).as("at work").isEqualTo(8);
    consumer.stop();
    pipeline.target(EMPTY);

    assertThat(PipelineUnderTest.exitCodeOf(consumer)).isEqualTo(7);
    assertThat(consumer.printed())
        .contains("CDC-709")
        .contains("cdc offsets --to-applied")
        .contains("Nothing was written");
    CommandRun moved = pipeline.cdc("offsets", "--to-applied");
    assertThat(moved.exitCode()).as(moved.err()).isZero();
    assertThat(moved.out()).contains("PARTITION", "APPLIED");
    consumer.start();
    pipeline.awaitEqual();
  }

  @Tag("nightly")
  @Test
  void a_target_that_was_restored_from_yesterday_is_found_with_the_next_batch() throws Exception {
    consumer.stop();
    pipeline.target("update applied_offsets set next_offset = next_offset / 2");

    assertThat(PipelineUnderTest.exitCodeOf(consumer)).isEqualTo(7);
    assertThat(pipeline.cdc("offsets", "--to-applied").exitCode()).isZero();
    consumer.start();
    pipeline.source("update employees set city = 'Rome'");
    pipeline.awaitEqual();
  }

  @Test
  void what_the_topic_has_no_more_is_not_passed_in_silence() throws Exception {
    consumer.stop();
    pipeline.source("update employees set city = 'Rome' where emp_id < 50");
    emptyTopic();

    assertThat(PipelineUnderTest.exitCodeOf(consumer)).isEqualTo(7);
    assertThat(consumer.printed()).contains("CDC-709").contains("cdc offsets --to-earliest");
    assertThat(pipeline.cdc("offsets", "--to-applied").exitCode()).isEqualTo(7);
    assertThat(pipeline.cdc("offsets", "--to-earliest").exitCode()).isZero();
    consumer.start();
    pipeline.source("update employees set city = 'Town ' || emp_id");
    pipeline.awaitTablesEqual();
  }

  /**
   * What the target says of itself is whole then, and its table is of yesterday. Up to the refusal
   * also in AdviceTest.
   */
  @Tag("nightly")
  @Test
  void a_table_that_was_put_back_alone_is_found_and_its_advice_leads_to_an_equal_one()
      throws Exception {
    consumer.stop();
    pipeline.target(
        "alter table employees rename to newest; alter table newest rename constraint employees_pkey to newest_pkey;"
            + " create table employees (like newest including all);"
            + " insert into employees select * from newest where emp_id <= 97; drop table newest");

    assertThat(PipelineUnderTest.exitCodeOf(consumer)).isEqualTo(3);
    assertThat(consumer.printed())
        .contains("made anew or put back", "'cdc setup', then 'cdc verify --repair'");
    assertThat(pipeline.cdc("setup").exitCode()).isZero();
    consumer.start();
    CommandRun repair = pipeline.cdc("verify", "--repair", "--yes", "--settle", "1m");
    assertThat(repair.exitCode()).as(repair.out() + repair.err()).isZero();
    pipeline.awaitTablesEqual();
  }

  /** It comes again empty, which docs/expectations.md says what to do about. */
  @Tag("nightly")
  @ParameterizedTest
  @ValueSource(
      strings = {"applied_offsets", "processed_events", "employee_versions", "parked_changes"})
  void a_table_of_ours_that_is_gone_is_made_again_and_the_page_leads_to_an_equal_target(String gone)
      throws Exception {
    consumer.stop();
    pipeline.source("update employees set city = 'Oslo' where emp_id < 10");
    pipeline.target("drop table " + gone);

    assertThat(PipelineUnderTest.exitCodeOf(consumer)).isEqualTo(3);
    assertThat(consumer.printed()).contains("there is no table " + gone + "; run 'cdc setup'");
    CommandRun setup = pipeline.cdc("setup");
    assertThat(setup.exitCode()).isZero();
    assertThat(setup.out() + setup.err()).contains(gone);
    if (gone.equals("applied_offsets")) {
      assertThat(PipelineUnderTest.exitCodeOf(consumer)).isEqualTo(7);
      assertThat(consumer.printed()).contains("CDC-709", "cdc offsets --to-applied");
      assertThat(pipeline.cdc("offsets", "--to-applied").exitCode()).isZero();
    }
    consumer.start();
    CommandRun repair = pipeline.cdc("verify", "--repair", "--yes", "--settle", "1m");
    assertThat(repair.exitCode()).as(repair.out() + repair.err()).isZero();
    pipeline.awaitTablesEqual();
  }

  /** As a retention does that is shorter than the consumer was away. */
  private void emptyTopic() throws Exception {
    KafkaSettings kafka = pipeline.channel().kafka();
    try (Admin admin = Admin.create(kafka.client("test"))) {
      String topic = pipeline.channel().names().topic();
      await()
          .atMost(PipelineUnderTest.LIMIT)
          .until(() -> published(TopicEnds.of(admin, topic)) > 100 + 48);
      cleanup(admin, "compact,delete");
      Map<TopicPartition, RecordsToDelete> all = new HashMap<>();
      TopicEnds.of(admin, topic)
          .forEach((partition, end) -> all.put(partition, RecordsToDelete.beforeOffset(end)));
      admin.deleteRecords(all).all().get();
      cleanup(admin, "compact");
    }
  }

  /** Of a compacted topic no records can be deleted. */
  private void cleanup(Admin admin, String policy) throws Exception {
    ConfigResource topic =
        new ConfigResource(ConfigResource.Type.TOPIC, pipeline.channel().names().topic());
    AlterConfigOp set =
        new AlterConfigOp(new ConfigEntry("cleanup.policy", policy), AlterConfigOp.OpType.SET);
    admin.incrementalAlterConfigs(Map.of(topic, List.of(set))).all().get();
  }

  private static long published(Map<TopicPartition, Long> ends) {
    return ends.values().stream().mapToLong(Long::longValue).sum();
  }
}
