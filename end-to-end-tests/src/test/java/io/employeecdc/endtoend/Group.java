package io.employeecdc.endtoend;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;

/** A pipeline's consumer group, as an operator sees it. */
public final class Group implements AutoCloseable {
  private final String name;
  private final String topic;
  private final Admin admin;

  public Group(Channel channel) {
    this.name = channel.names().group();
    this.topic = channel.names().topic();
    this.admin = Admin.create(channel.kafka().client("test"));
  }

  /** Ids of the members, which a member that leaves and comes back does not keep. */
  public Set<String> members() throws ExecutionException, InterruptedException {
    return admin.describeConsumerGroups(Set.of(name)).all().get().get(name).members().stream()
        .map(MemberDescription::consumerId)
        .collect(Collectors.toSet());
  }

  /** How many members have partitions. */
  public long working() throws ExecutionException, InterruptedException {
    return admin.describeConsumerGroups(Set.of(name)).all().get().get(name).members().stream()
        .filter(member -> !member.assignment().topicPartitions().isEmpty())
        .count();
  }

  /** Offsets between what the group has committed and the end of the topic. */
  public long lag() throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetAndMetadata> committed =
        admin.listConsumerGroupOffsets(name).partitionsToOffsetAndMetadata().get();
    return ends().entrySet().stream()
        .mapToLong(
            end -> {
              OffsetAndMetadata done = committed.get(end.getKey());
              return end.getValue() - (done == null ? 0 : done.offset());
            })
        .sum();
  }

  /** As {@code kafka-consumer-groups --reset-offsets --to-earliest}; nobody may be in the group. */
  public void resetToEarliest() throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetAndMetadata> start =
        ends().keySet().stream()
            .collect(Collectors.toMap(Function.identity(), p -> new OffsetAndMetadata(0)));
    admin.alterConsumerGroupOffsets(name, start).all().get();
  }

  /**
   * Removes all members, as the brokers do with those that are dead, ten seconds after they have
   * heard of them last.
   */
  void expel() throws ExecutionException, InterruptedException {
    admin
        .removeMembersFromConsumerGroup(name, new RemoveMembersFromConsumerGroupOptions())
        .all()
        .get();
  }

  private Map<TopicPartition, Long> ends() throws ExecutionException, InterruptedException {
    Map<TopicPartition, OffsetSpec> latest =
        admin.describeTopics(Set.of(topic)).allTopicNames().get().get(topic).partitions().stream()
            .map(info -> new TopicPartition(topic, info.partition()))
            .collect(Collectors.toMap(Function.identity(), p -> OffsetSpec.latest()));
    return admin
        .listOffsets(latest, new ListOffsetsOptions(IsolationLevel.READ_COMMITTED))
        .all()
        .get()
        .entrySet()
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, found -> found.getValue().offset()));
  }

  @Override
  public void close() {
    admin.close();
  }
}
