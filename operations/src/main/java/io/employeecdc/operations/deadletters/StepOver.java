package io.employeecdc.operations.deadletters;

import io.employeecdc.consumer.deadletter.DeadLetter;
import io.employeecdc.consumer.deadletter.DeadLetterLog;
import io.employeecdc.consumer.deadletter.DeadLetterTopic;
import io.employeecdc.consumer.failure.Cause;
import io.employeecdc.consumer.failure.DecodeFault;
import io.employeecdc.consumer.failure.OutageException;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import io.employeecdc.runtime.kafka.BoundedConsumer;
import io.employeecdc.runtime.kafka.KafkaSettings;
import io.employeecdc.runtime.kafka.LeftOut;
import io.employeecdc.runtime.kafka.RecordProbe;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Moves a group that has no members past a record for which its consumers have no memory. In the
 * same transactions all that it passes becomes dead letters: what cannot be read with no more than
 * its place; what can be, such as neighbours of the same poll, as it is, for a replay. Those that
 * have been applied before are recognised there.
 */
record StepOver(
    KafkaSettings kafka, String group, String deadLetterTopic, TopicPartition partition) {
  private static final String ERROR = OutOfMemoryError.class.getName();

  /**
   * Passes records.
   *
   * @param begin the group's offset
   * @param last offset of those to be passed
   * @return how many dead letters were written
   * @throws CdcException if Kafka is out of reach or refuses
   */
  int run(long begin, long last) {
    int written = 0;
    Map<String, Object> reader = kafka.reader(group + "-skip");
    RecordProbe probe = new RecordProbe(reader);
    reader.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    try (DeadLetterTopic topic =
            new DeadLetterTopic(
                kafka, deadLetterTopic, group, group + "-dlq-skip", Clock.systemUTC());
        BoundedConsumer member = BoundedConsumer.with(reader)) {
      for (long next = begin; next <= last; ) {
        RecordProbe.ProbedRecords reading = probe.read(partition, next, last + 1);
        List<DeadLetter> letters = letters(reading, last);
        next = reading.unfit() ? last + 1 : reading.next();
        topic.publish(letters, Map.of(partition, new OffsetAndMetadata(next)), member);
        DeadLetterLog.written(letters);
        written += letters.size();
      }
      return written;
    } catch (OutageException e) {
      throw new CdcException(
          ErrorCode.KAFKA_UNREACHABLE, e.getMessage() + "; check --bootstrap-servers", e);
    }
  }

  private List<DeadLetter> letters(RecordProbe.ProbedRecords reading, long last) {
    List<DeadLetter> letters = new ArrayList<>();
    for (ConsumerRecord<byte[], byte[]> record : reading.records()) {
      if (LeftOut.isPlaceholder(record.value())) {
        letters.add(letter(record, DecodeFault.TOO_LARGE, "the value is larger than any of ours"));
      } else if (record.value() != null) {
        letters.add(
            letter(record, DecodeFault.STEPPED_OVER, "stepped over by 'cdc dlq skip'; replay it"));
      }
    }
    if (reading.unfit()) {
      letters.add(
          letter(
              unread(reading.next()),
              DecodeFault.TOO_LARGE,
              "stepped over by 'cdc dlq skip': there is no memory for what lies at the offsets %d to %d"
                  .formatted(reading.next(), last)));
    }
    return letters;
  }

  private ConsumerRecord<byte[], byte[]> unread(long offset) {
    ConsumerRecord<byte[], byte[]> record =
        new ConsumerRecord<>(
            partition.topic(), partition.partition(), offset, null, LeftOut.placeholder());
    LeftOut.UNREAD.addTo(record.headers());
    return record;
  }

  private static DeadLetter letter(
      ConsumerRecord<byte[], byte[]> record, DecodeFault fault, String message) {
    return new DeadLetter(record, Cause.of(fault, ERROR, message), 1);
  }
}
