package io.employeecdc.producer.publish;

import io.employeecdc.producer.capture.Position;
import io.employeecdc.producer.capture.PositionJson;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** A record of the topic of positions, into which only producers should write. */
final class PositionRecord {
  private PositionRecord() {}

  /**
   * The position that it holds.
   *
   * @throws CdcException if it holds none: somebody else wrote it, and which position was the last
   *     is for a person to say
   */
  static Position read(ConsumerRecord<byte[], byte[]> record) {
    try {
      return PositionJson.read(record.value());
    } catch (IllegalArgumentException e) {
      throw new CdcException(
          ErrorCode.POSITION_LOST,
          "topic %s (--position-topic), partition %d, offset %d holds something that is no position, under this producer's id; find out who wrote it, and see exit code 7 in the runbook"
              .formatted(record.topic(), record.partition(), record.offset()),
          e);
    }
  }
}
