package io.employeecdc.consumer.deadletter;

import io.employeecdc.consumer.failure.Cause;
import io.employeecdc.contract.MalformedRecordException;
import io.employeecdc.contract.WireFormat;
import io.employeecdc.runtime.failure.ErrorCode;
import io.employeecdc.runtime.logging.Coded;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Tells the log of records that went to the dead-letter topic; never what they hold. */
public final class DeadLetterLog {
  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterLog.class);

  /** A number, a date or a uuid. */
  private static final String PART =
      "\"?(-?\\d{1,19}|\\d{4,7}-\\d\\d-\\d\\d|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12})\"?";

  /** One such or several. Another key may hold anything, such as a name, so it is not shown. */
  private static final Pattern KEY = Pattern.compile(PART + "|\\[" + PART + "(," + PART + ")*]");

  private DeadLetterLog() {}

  public static void written(List<DeadLetter> letters) {
    if (LOG.isWarnEnabled()) {
      letters.forEach(DeadLetterLog::write);
    }
  }

  private static void write(DeadLetter letter) {
    ConsumerRecord<byte[], byte[]> record = letter.original();
    Cause cause = letter.cause();
    LoggingEventBuilder event =
        LOG.atWarn()
            .addKeyValue("topic", record.topic())
            .addKeyValue("partition", record.partition())
            .addKeyValue("offset", record.offset())
            .addKeyValue("key", key(record.key()))
            .addKeyValue("schema_id", schemaId(record.value()))
            .addKeyValue("stage", cause.stage())
            .addKeyValue("reason", cause.label())
            .addKeyValue("tries", letter.tries());
    Coded.write(
        event,
        ErrorCode.DEAD_LETTER,
        "Dead letter: {}, partition {}, offset {}: {}",
        record.topic(),
        record.partition(),
        record.offset(),
        cause.message());
  }

  /** Null if there is none to show. */
  private static String key(byte[] key) {
    if (key == null) {
      return null;
    }
    String text = new String(key, StandardCharsets.ISO_8859_1);
    return KEY.matcher(text).matches() ? text : null;
  }

  /** Null if there is none. */
  private static Integer schemaId(byte[] value) {
    try {
      return value == null ? null : WireFormat.schemaId(value);
    } catch (MalformedRecordException e) {
      return null;
    }
  }
}
