package io.employeecdc.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.endtoend.TestPipeline;
import io.employeecdc.localstack.JavaService;
import io.employeecdc.localstack.TestStack;
import io.employeecdc.localstack.process.Server;
import io.employeecdc.runtime.peers.Meters;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("servers")
class KafkaExporterTest {
  @Test
  void shows_topics_and_groups_as_they_are_and_nothing_while_no_broker_answers() throws Exception {
    try (TestPipeline pipeline = TestPipeline.create(TestStack.shared(), "exported")) {
      String topic = pipeline.local().names().topic();
      String group = pipeline.local().names().group();
      Poison.send(pipeline, 30);
      TopicPartition first = new TopicPartition(topic, 0);
      try (Admin admin = Admin.create(pipeline.local().kafka().client("test"))) {
        admin.alterConsumerGroupOffsets(group, Map.of(first, new OffsetAndMetadata(1))).all().get();
      }
      JavaService exporter = Exporters.kafka(pipeline);
      exporter.start();

      pipeline
          .waiting("it has looked")
          .until(() -> value(exporter, "kafka_brokers", Map.of()).isPresent());
      assertThat(value(exporter, "kafka_brokers", Map.of())).hasValue(1);
      assertThat(sum(exporter, "kafka_topic_partition_current_offset", topic)).isEqualTo(30);
      assertThat(sum(exporter, "kafka_topic_partition_oldest_offset", topic)).isZero();
      assertThat(sum(exporter, "kafka_topic_partition_in_sync_replica", topic)).isEqualTo(6);
      assertThat(sum(exporter, "kafka_topic_partition_under_replicated_partition", topic)).isZero();
      assertThat(sum(exporter, "kafka_topic_partition_leader_is_preferred", topic)).isEqualTo(6);
      Map<String, String> place = Map.of("consumergroup", group, "topic", topic, "partition", "0");
      double end =
          value(
                  exporter,
                  "kafka_topic_partition_current_offset",
                  Map.of("topic", topic, "partition", "0"))
              .orElseThrow();
      assertThat(value(exporter, "kafka_consumergroup_current_offset", place)).hasValue(1);
      assertThat(value(exporter, "kafka_consumergroup_lag", place)).hasValue(end - 1);
      assertThat(value(exporter, "kafka_consumergroup_members", Map.of("consumergroup", group)))
          .hasValue(0);
      pipeline
          .waiting("it is ready")
          .until(() -> value(exporter, "cdc_ready", Map.of()).getAsDouble() == 1);

      Server broker = pipeline.local().stack().brokers().get(0);
      broker.kill();
      try {
        pipeline
            .waiting("it forgets what it knew")
            .until(() -> value(exporter, "kafka_brokers", Map.of()).isEmpty());
        assertThat(value(exporter, "cdc_ready", Map.of())).hasValue(0);
        assertThat(Files.readString(exporter.log())).contains("[CDC-502]").doesNotContain("\tat ");
      } finally {
        broker.start();
      }
      pipeline
          .waiting("it knows again")
          .until(() -> sum(exporter, "kafka_topic_partition_current_offset", topic) == 30);
      exporter.stop();
      assertThat(exporter.awaitExit(Duration.ofSeconds(10))).isIn(0, 143);
    }
  }

  private static double sum(JavaService exporter, String metric, String topic) {
    return series(exporter, metric, Map.of("topic", topic)).stream()
        .mapToDouble(Meters.Series::value)
        .sum();
  }

  /** The only value with these labels. */
  private static OptionalDouble value(
      JavaService exporter, String metric, Map<String, String> labels) {
    List<Meters.Series> found = series(exporter, metric, labels);
    assertThat(found).hasSizeLessThan(2);
    return found.stream().mapToDouble(Meters.Series::value).findFirst();
  }

  private static List<Meters.Series> series(
      JavaService exporter, String metric, Map<String, String> labels) {
    return Meters.of(exporter.port()).series(metric).stream()
        .filter(one -> one.labels().entrySet().containsAll(labels.entrySet()))
        .toList();
  }
}
