package io.employeecdc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.localstack.JavaService;
import io.employeecdc.operations.verify.CommandRun;
import io.employeecdc.runtime.kafka.KafkaSettings;
import io.employeecdc.runtime.kafka.TopicRole;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A topic of the same name, in which the offsets of the other one mean something else. */
@Tag("servers")
class OtherTopicTest {
  private static final int MORE_THAN_WAS_READ = 300;

  /** Without the topic's id it would read on at its old offset, healthy. */
  @Tag("nightly")
  @Test
  void one_that_was_made_again_while_the_consumer_stood_still_ends_it_and_its_advice_helps()
      throws Exception {
    try (TestPipeline pipeline = TestPipeline.create("other_topic")) {
      JavaService producer = pipeline.producer(Map.of());
      JavaService consumer = pipeline.consumer(Map.of());
      producer.start();
      consumer.start();
      pipeline.source("insert into employees (emp_id) select generate_series(1, 100)");
      pipeline.awaitEqual();
      producer.stop();

      consumer.pause();
      makeAgain(pipeline);
      consumer.resume();

      assertThat(consumer.awaitExit(PipelineUnderTest.LIMIT)).isEqualTo(7);
      assertThat(consumer.printed()).contains("CDC-708", "cdc offsets --to-earliest");
      assertThat(PipelineUnderTest.exitCodeOf(consumer)).as("once more").isEqualTo(7);
      CommandRun moved = pipeline.cdc("offsets", "--to-earliest");
      assertThat(moved.exitCode()).isZero();
      assertThat(moved.out()).contains("cdc verify --repair");
      pipeline.source("update employees set city = 'Rome'");
      pipeline.producer(Map.of("CDC_PRODUCER_ID", "other_topic_again")).start();
      consumer.start();
      pipeline.awaitEqual();
    }
  }

  private static void makeAgain(TestPipeline pipeline) throws Exception {
    KafkaSettings kafka = pipeline.channel().kafka();
    String topic = pipeline.channel().names().topic();
    try (Admin admin = Admin.create(kafka.client("test"))) {
      int partitions =
          admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions().size();
      admin.deleteTopics(List.of(topic)).all().get();
      NewTopic again = new NewTopic(topic, partitions, (short) 1);
      admin.createTopics(List.of(again.configs(TopicRole.CHANGES.settings(1)))).all().get();
      fill(kafka, topic, partitions);
    }
  }

  private static void fill(KafkaSettings kafka, String topic, int partitions) {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            kafka.client("test"), new ByteArraySerializer(), new ByteArraySerializer())) {
      for (int i = 0; i < MORE_THAN_WAS_READ; i++) {
        for (int partition = 0; partition < partitions; partition++) {
          var unused =
              producer.send(new ProducerRecord<>(topic, partition, new byte[] {'7'}, null));
        }
      }
    }
  }
}
