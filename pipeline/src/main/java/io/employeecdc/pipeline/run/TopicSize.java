package io.employeecdc.pipeline.run;

import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.kafka.KafkaSettings;
import io.employeecdc.runtime.kafka.TopicEnds;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;

final class TopicSize {
  private TopicSize() {}

  /** Bytes of one replica's log, divided by the offsets that it has used; 0 for an empty topic. */
  static double bytesPerRecord(KafkaSettings kafka, String topic) throws InterruptedException {
    try (Admin admin = Admin.create(kafka.client("topic-size"))) {
      var description = admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic);
      int replicas = description.partitions().get(0).replicas().size();
      long records = TopicEnds.of(admin, topic).values().stream().mapToLong(Long::longValue).sum();
      return records == 0 ? 0 : (double) bytes(admin, topic) / replicas / records;
    } catch (ExecutionException e) {
      throw new CdcException(
          ExitCode.UNREACHABLE, "Kafka (" + kafka + ") does not tell the size of " + topic, e);
    }
  }

  private static long bytes(Admin admin, String topic)
      throws ExecutionException, InterruptedException {
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
