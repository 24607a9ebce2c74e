package io.employeecdc.pipeline.deadletters;

import io.employeecdc.consumer.deadletter.DeadLetterHeaders;
import io.employeecdc.runtime.kafka.LeftOut;

/** The headers that the consumer gives a dead letter, all of them UTF-8 text. */
enum Header {
  TOPIC(DeadLetterHeaders.TOPIC),
  PARTITION(DeadLetterHeaders.PARTITION),
  OFFSET(DeadLetterHeaders.OFFSET),
  STAGE(DeadLetterHeaders.STAGE),
  EXCEPTION_CLASS(DeadLetterHeaders.EXCEPTION_CLASS),
  EXCEPTION_MESSAGE(DeadLetterHeaders.EXCEPTION_MESSAGE),
  FAULT(DeadLetterHeaders.FAULT),
  VALUE_LENGTH(LeftOut.LENGTH),
  VALUE_SHA256(LeftOut.SHA256),
  SQL_STATE(DeadLetterHeaders.SQL_STATE),
  CONSTRAINT(DeadLetterHeaders.CONSTRAINT),
  COLUMN(DeadLetterHeaders.COLUMN),
  TRIES(DeadLetterHeaders.TRIES),
  REPLAYS(DeadLetterHeaders.REPLAYS),
  TIME(DeadLetterHeaders.TIME),
  GROUP(DeadLetterHeaders.GROUP);

  private final String wireName;

  Header(String wireName) {
    this.wireName = wireName;
  }

  String wireName() {
    return wireName;
  }

  /** True if a header of this name is one of ours. */
  static boolean isOurs(String name) {
    for (Header header : values()) {
      if (header.wireName.equals(name)) {
        return true;
      }
    }
    return false;
  }
}
