package io.employeecdc.pipeline.status;

import io.employeecdc.pipeline.status.KafkaLook.Group;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * What the group's coordinator says.
 *
 * @param owners which member reads a partition
 */
record GroupLook(
    Group group, Map<TopicPartition, String> owners, Map<TopicPartition, Long> committed) {
  /** Of a member's id, which ends with 36 characters of a UUID, enough to tell two apart. */
  private static final int UUID_LENGTH = 36;

  private static final int SHOWN_OF_UUID = 8;

  static GroupLook ask(Admin admin, String name, List<String> problems)
      throws InterruptedException {
    try {
      Map<TopicPartition, Long> committed = new HashMap<>();
      for (Map.Entry<TopicPartition, OffsetAndMetadata> offset :
          admin.listConsumerGroupOffsets(name).partitionsToOffsetAndMetadata().get().entrySet()) {
        if (offset.getValue() != null) {
          committed.put(offset.getKey(), offset.getValue().offset());
        }
      }
      return of(admin.describeConsumerGroups(List.of(name)).all().get().get(name), committed);
    } catch (ExecutionException e) {
      boolean isNew = e.getCause() instanceof GroupIdNotFoundException;
      if (!isNew) {
        problems.add("group '%s' is not told: %s".formatted(name, KafkaProbe.describe(e)));
      }
      return new GroupLook(new Group(isNew ? "none" : "unknown", 0), Map.of(), Map.of());
    }
  }

  private static GroupLook of(
      ConsumerGroupDescription description, Map<TopicPartition, Long> committed) {
    Map<TopicPartition, String> owners = new HashMap<>();
    for (MemberDescription member : description.members()) {
      member
          .assignment()
          .topicPartitions()
          .forEach(partition -> owners.put(partition, label(member)));
    }
    String state = description.groupState().toString().toLowerCase(Locale.ROOT);
    return new GroupLook(new Group(state, description.members().size()), owners, committed);
  }

  OptionalLong committed(TopicPartition partition) {
    Long offset = committed.get(partition);
    return offset == null ? OptionalLong.empty() : OptionalLong.of(offset);
  }

  private static String label(MemberDescription member) {
    String id = member.consumerId();
    String told =
        id.length() > UUID_LENGTH ? id.substring(0, id.length() - UUID_LENGTH + SHOWN_OF_UUID) : id;
    return told + " at " + member.host().replaceFirst("^/", "");
  }
}
