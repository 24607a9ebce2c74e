package io.employeecdc.consumer.replay;

import io.employeecdc.consumer.apply.Outcome;
import io.employeecdc.consumer.deadletter.DeadLetter;
import io.employeecdc.consumer.deadletter.DeadLetterHeaders;
import io.employeecdc.runtime.kafka.LeftOut;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * A dead letter as it was read.
 *
 * @param record in the dead-letter topic
 */
public record DeadLetterRecord(ConsumerRecord<byte[], byte[]> record) {
  /** The partition of the dead-letter topic. */
  public TopicPartition partition() {
    return new TopicPartition(record.topic(), record.partition());
  }

  /**
   * True if it is a copy of a letter that the group meets, or has met, anyway; taken as well, such
   * copies would be doubled without end. So are those that a replay of another group wrote, and its
   * own if it begins anew: Kafka forgets the offsets of a group that nobody used for a week.
   *
   * @param begun whether the group has an offset in the letter's partition
   */
  public boolean isCopy(String group, boolean begun) {
    return replays() > 0 && !(begun && text(DeadLetterHeaders.GROUP).orElse("").equals(group));
  }

  /** How often it was tried. */
  int tries() {
    return number(DeadLetterHeaders.TRIES);
  }

  /** The letter that takes its place after it failed again. */
  DeadLetter again(Outcome.Failed failed) {
    return new DeadLetter(original(), failed.cause(), failed.tries(), replays() + 1);
  }

  private int replays() {
    return number(DeadLetterHeaders.REPLAYS);
  }

  /** The record's value; a placeholder where the letter only tells how long it is. */
  byte[] value() {
    boolean leftOut = record.value() == null && LeftOut.told(record.headers()).isPresent();
    return leftOut ? LeftOut.placeholder() : record.value();
  }

  /** The record as it was in its own topic; one that does not say where it was is from here. */
  ConsumerRecord<byte[], byte[]> original() {
    Header[] headers = record.headers().toArray();
    int own = headers.length;
    for (int i = 0; i < headers.length; i++) {
      own = headers[i].key().equals(DeadLetterHeaders.TOPIC) ? i : own;
    }
    Headers original = new RecordHeaders(Arrays.copyOf(headers, own));
    if (LeftOut.isPlaceholder(value())) {
      LeftOut.told(record.headers()).ifPresent(leftOut -> leftOut.addTo(original));
    }
    Optional<String> topic = text(DeadLetterHeaders.TOPIC);
    boolean told = topic.isPresent() && text(DeadLetterHeaders.OFFSET).isPresent();
    return new ConsumerRecord<>(
        told ? topic.get() : record.topic(),
        told ? number(DeadLetterHeaders.PARTITION) : record.partition(),
        told ? longNumber(DeadLetterHeaders.OFFSET) : record.offset(),
        record.timestamp(),
        record.timestampType(),
        record.serializedKeySize(),
        record.serializedValueSize(),
        record.key(),
        value(),
        original,
        Optional.empty());
  }

  private int number(String header) {
    return (int) Math.min(Integer.MAX_VALUE - 1, longNumber(header));
  }

  /** The header's number; 0 if there is none. */
  private long longNumber(String header) {
    return text(header).filter(text -> text.matches("\\d{1,18}")).map(Long::valueOf).orElse(0L);
  }

  private Optional<String> text(String name) {
    return DeadLetterHeaders.told(record.headers(), name)
        .map(utf8 -> new String(utf8, StandardCharsets.UTF_8));
  }
}
