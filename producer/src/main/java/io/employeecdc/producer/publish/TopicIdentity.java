package io.employeecdc.producer.publish;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * Which topic the records before a position are in. One that was deleted and made again under its
 * name has another id, and lacks them. Where partitions were added, keys move: what follows is no
 * longer behind what was there, for a reader of one partition and for compaction.
 *
 * @param id given by the brokers when the topic was made
 */
record TopicIdentity(String id, int partitions) {
  private static final String HEADER = "topic";

  static TopicIdentity of(TopicDescription topic) {
    return new TopicIdentity(topic.topicId().toString(), topic.partitions().size());
  }

  /** What a position's header says; empty for none, as of an older producer. */
  static Optional<TopicIdentity> in(Iterable<Header> headers) {
    for (Header header : headers) {
      if (header.key().equals(HEADER) && header.value() != null) {
        String[] parts = new String(header.value(), StandardCharsets.UTF_8).split("/", -1);
        if (parts.length == 2 && parts[1].matches("\\d{1,9}")) {
          return Optional.of(new TopicIdentity(parts[0], Integer.parseInt(parts[1])));
        }
      }
    }
    return Optional.empty();
  }

  Header header() {
    return new RecordHeader(HEADER, (id + "/" + partitions).getBytes(StandardCharsets.UTF_8));
  }

  /** What is another with the topic that is there now, in words; empty if nothing is. */
  Optional<String> change(TopicIdentity now) {
    if (!id.equals(now.id)) {
      return Optional.of("was made again, so it may lack what was published");
    }
    return partitions == now.partitions
        ? Optional.empty()
        : Optional.of(
            "has %d partitions and had %d, so rows move to others"
                .formatted(now.partitions, partitions));
  }
}
