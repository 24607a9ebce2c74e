package io.employeecdc.operations.status;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/**
 * What the coordinator of the consumers' group says.
 *
 * @param state Kafka's word for it, in lower case; {@code unknown} if it was not told
 * @param members threads that are in it
 */
record GroupAnswer(
    String state,
    int members,
    Map<TopicPartition, String> owners,
    Map<TopicPartition, OffsetAndMetadata> committed) {
  /** Of a member's id, which ends with 36 characters of a UUID, enough to tell two apart. */
  private static final int UUID_LENGTH = 36;

  private static final int SHOWN_OF_UUID = 8;

  static GroupAnswer without(String state) {
    return new GroupAnswer(state, 0, Map.of(), Map.of());
  }

  static GroupAnswer ask(Admin admin, String name, List<String> problems)
      throws InterruptedException {
    try {
      Map<TopicPartition, OffsetAndMetadata> committed =
          admin.listConsumerGroupOffsets(name).partitionsToOffsetAndMetadata().get();
      ConsumerGroupDescription description =
          admin.describeConsumerGroups(List.of(name)).all().get().get(name);
      Map<TopicPartition, String> owners = new HashMap<>();
      for (MemberDescription member : description.members()) {
        member
            .assignment()
            .topicPartitions()
            .forEach(partition -> owners.put(partition, label(member)));
      }
      String state = description.groupState().toString().toLowerCase(Locale.ROOT);
      return new GroupAnswer(state, description.members().size(), owners, committed);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof GroupIdNotFoundException) {
        return without("none");
      }
      problems.add("group '%s' is not told: %s".formatted(name, KafkaProbe.describe(e)));
      return without("unknown");
    }
  }

  Optional<Long> committed(TopicPartition partition) {
    return Optional.ofNullable(committed.get(partition)).map(OffsetAndMetadata::offset);
  }

  private static String label(MemberDescription member) {
    String id = member.consumerId();
    String told =
        id.length() > UUID_LENGTH ? id.substring(0, id.length() - UUID_LENGTH + SHOWN_OF_UUID) : id;
    return told + " at " + member.host().replaceFirst("^/", "");
  }
}
