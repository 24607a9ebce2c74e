package io.employeecdc.pipeline.run;

import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.kafka.KafkaSettings;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** How large a topic is in the brokers' logs. */
final class TopicSize {
  private final KafkaSettings kafka;
  private final String topic;

  TopicSize(KafkaSettings kafka, String topic) {
    this.kafka = kafka;
    this.topic = topic;
  }

  /** Bytes of one replica's log, divided by the offsets that it has used; 0 for an empty topic. */
  double bytesPerRecord() throws InterruptedException {
    try (Admin admin = Admin.create(kafka.client("topic-size"))) {
      var description = admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
      int partitions = description.partitions().size();
      int replicas = description.partitions().get(0).replicas().size();
      Map<TopicPartition, OffsetSpec> latest =
          IntStream.range(0, partitions)
              .mapToObj(partition -> new TopicPartition(topic, partition))
              .collect(Collectors.toMap(Function.identity(), partition -> OffsetSpec.latest()));
      long records =
          admin.listOffsets(latest).all().get().values().stream().mapToLong(o -> o.offset()).sum();
      return records == 0 ? 0 : (double) bytes(admin) / replicas / records;
    } catch (ExecutionException e) {
      throw new CdcException(
          ExitCode.UNREACHABLE, "Kafka (" + kafka + ") does not tell the size of " + topic, e);
    }
  }

  private long bytes(Admin admin) throws ExecutionException, InterruptedException {
    List<Integer> brokers =
        admin.describeCluster().nodes().get().stream().map(node -> node.id()).toList();
    return admin.describeLogDirs(brokers).allDescriptions().get().values().stream()
        .flatMap(directories -> directories.values().stream())
        .flatMap(directory -> directory.replicaInfos().entrySet().stream())
        .filter(replica -> replica.getKey().topic().equals(topic))
        .mapToLong(replica -> replica.getValue().size())
        .sum();
  }
}
