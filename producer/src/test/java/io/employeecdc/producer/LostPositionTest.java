package io.employeecdc.producer;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.localstack.TestStack;
import io.employeecdc.runtime.failure.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The topic of positions is somebody else's doing; what the message and the runbook say helps. */
@Tag("servers")
class LostPositionTest {
  @Test
  void a_position_that_was_removed_ends_the_producer_and_started_again_it_publishes_all_again()
      throws Exception {
    Pipe pipe = Pipe.create("position_removed");
    try (Ending producer = new Ending(pipe.produce())) {
      pipe.source().execute("insert into employees (emp_id) select generate_series(1, 3)");
      pipe.untilCaughtUp();

      removeAll(pipe.topic().positions());
      pipe.topic().endTransactionOf(pipe.topic().name());
      pipe.source().execute("insert into employees (emp_id) values (4)");

      assertThat(producer.failure().code()).isEqualTo(ErrorCode.POSITION_LOST);
      assertThat(producer.failure()).hasMessageContaining("start again if that is what you want");
    }

    try (RunningProducer again = pipe.produce()) {
      assertThat(pipe.untilCaughtUp())
          .extracting(Change::employeeId)
          .containsExactlyInAnyOrder(1, 2, 3, 1, 2, 3, 4);
      assertThat(again.end()).isNotDone();
    }
  }

  @Test
  void a_position_that_is_written_again_behind_what_is_none_is_the_one() throws Exception {
    Pipe pipe = Pipe.create("position_overwritten");
    String id = pipe.topic().name();
    try (RunningProducer producer = pipe.produce()) {
      pipe.source().execute("insert into employees (emp_id) select generate_series(1, 3)");
      pipe.untilCaughtUp();
      assertThat(producer.end()).isNotDone();
    }
    List<ConsumerRecord<byte[], byte[]>> positions = new TestTopic(pipe.topic().positions()).read();
    pipe.topic().writePosition(id, "none");
    try (Ending producer = new Ending(pipe.produce())) {
      assertThat(producer.failure())
          .hasMessageContaining("no position", "exit code 7 in the runbook");
    }

    byte[] before = positions.get(positions.size() - 1).value();
    pipe.topic().writePosition(id, new String(before, StandardCharsets.UTF_8));

    pipe.source().execute("insert into employees (emp_id) values (4)");
    try (RunningProducer again = pipe.produce()) {
      assertThat(pipe.untilCaughtUp())
          .extracting(Change::employeeId)
          .containsExactlyInAnyOrder(1, 2, 3, 4);
      assertThat(again.end()).isNotDone();
    }
  }

  /** Of a compacted topic no records can be deleted. */
  private static void removeAll(String topic) throws Exception {
    try (Admin admin =
        Admin.create(Map.of("bootstrap.servers", TestStack.shared().bootstrapServers()))) {
      cleanup(admin, topic, "compact,delete");
      admin
          .deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(-1)))
          .all()
          .get();
      cleanup(admin, topic, "compact");
    }
  }

  private static void cleanup(Admin admin, String topic, String policy) throws Exception {
    AlterConfigOp set =
        new AlterConfigOp(new ConfigEntry("cleanup.policy", policy), AlterConfigOp.OpType.SET);
    admin
        .incrementalAlterConfigs(
            Map.of(new ConfigResource(ConfigResource.Type.TOPIC, topic), List.of(set)))
        .all()
        .get();
  }
}
