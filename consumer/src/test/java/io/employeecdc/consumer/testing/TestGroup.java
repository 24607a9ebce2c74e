package io.employeecdc.consumer.testing;

import io.employeecdc.runtime.kafka.KafkaSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsOptions;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The consumer group of {@link TestTopics}, seen from outside. */
public final class TestGroup {
  private final Admin admin;
  private final KafkaSettings kafka;
  private final String name;
  private final String topic;
  private final int partitions;

  TestGroup(Admin admin, KafkaSettings kafka, String name, String topic, int partitions) {
    this.admin = admin;
    this.kafka = kafka;
    this.name = name;
    this.topic = topic;
    this.partitions = partitions;
  }

  /** A consumer of the group that has not joined it. */
  public KafkaConsumer<byte[], byte[]> newMember() {
    Map<String, Object> config = kafka.client("test-member");
    config.put("group.id", name);
    config.put("enable.auto.commit", "false");
    // It hears of who comes and goes at its heartbeats.
    config.put("heartbeat.interval.ms", "100");
    return new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** Forgets how far the group got; it must have no members. */
  public void resetToEarliest() {
    try {
      admin.deleteConsumerGroups(List.of(name)).all().get();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Removes all members, as a coordinator does with those that it does not hear of. */
  public void expel() {
    try {
      admin
          .removeMembersFromConsumerGroup(name, new RemoveMembersFromConsumerGroupOptions())
          .all()
          .get();
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The client id of each partition's consumer, as far as there is one. */
  public Map<Integer, String> owners() {
    Map<Integer, String> owners = new HashMap<>();
    describeGroup()
        .ifPresent(group -> group.members().forEach(member -> putPartitions(member, owners)));
    return owners;
  }

  /** A partition of this consumer, which must have one. */
  public int partitionOf(String clientId) {
    return owners().entrySet().stream()
        .filter(owner -> owner.getValue().equals(clientId))
        .map(Map.Entry::getKey)
        .findAny()
        .orElseThrow();
  }

  private static void putPartitions(MemberDescription member, Map<Integer, String> owners) {
    member
        .assignment()
        .topicPartitions()
        .forEach(partition -> owners.put(partition.partition(), member.clientId()));
  }

  /** Whether the group has so many members and all of them have taken part in its rebalance. */
  public boolean hasSettled(int members) {
    return describeGroup()
        .filter(group -> group.groupState() == GroupState.STABLE)
        .filter(group -> group.members().size() == members)
        .isPresent();
  }

  private Optional<ConsumerGroupDescription> describeGroup() {
    try {
      return Optional.of(admin.describeConsumerGroups(List.of(name)).all().get().get(name));
    } catch (ExecutionException | InterruptedException e) {
      if (e.getCause() instanceof GroupIdNotFoundException) {
        return Optional.empty();
      }
      throw new IllegalStateException(e);
    }
  }

  /** Offsets between the group's committed ones and the ends. */
  public long uncommitted() {
    return uncommittedByPartition().values().stream().mapToLong(Long::longValue).sum();
  }

  /** As {@link #uncommitted()}, of one partition. */
  public long uncommitted(int partition) {
    return uncommittedByPartition().get(partition);
  }

  private Map<Integer, Long> uncommittedByPartition() {
    try {
      Map<TopicPartition, OffsetAndMetadata> committed =
          admin
              .listConsumerGroupOffsets(
                  name, new ListConsumerGroupOffsetsOptions().requireStable(true))
              .partitionsToOffsetAndMetadata()
              .get();
      Map<TopicPartition, OffsetSpec> ends =
          IntStream.range(0, partitions)
              .mapToObj(i -> new TopicPartition(topic, i))
              .collect(Collectors.toMap(Function.identity(), i -> OffsetSpec.latest()));
      Map<Integer, Long> uncommitted = new HashMap<>();
      admin
          .listOffsets(ends)
          .all()
          .get()
          .forEach(
              (partition, end) -> {
                OffsetAndMetadata done = committed.get(partition);
                uncommitted.put(
                    partition.partition(), end.offset() - (done == null ? 0 : done.offset()));
              });
      return uncommitted;
    } catch (ExecutionException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
