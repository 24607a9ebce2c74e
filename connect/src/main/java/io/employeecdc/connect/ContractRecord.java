package io.employeecdc.connect;

import io.employeecdc.contract.table.ChangeEncoder;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.ConnectRecord;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.transforms.Transformation;

/**
 * The transformation: one event of Debezium's PostgreSQL connector becomes one record of a contract
 * on its topic, or ends the task with one sentence that names what no record can say. Key and value
 * are bytes, for Connect's {@code ByteArrayConverter}.
 *
 * <p>A DELETE's tombstone is Debezium's own ({@code tombstones.on.delete}), with our key. A changed
 * primary key comes as two events, the DELETE of the old one and the INSERT of the new one, which
 * is what the producer writes too. A heartbeat stays on its topic and becomes empty: without a
 * record, Connect would not note how far the log has been read. One that comes before anything has
 * been read is dropped: it says where the log ended, and a restart would begin there.
 */
public final class ContractRecord implements Transformation<SourceRecord> {
  private static final String HEARTBEAT = "io.debezium.connector.common.Heartbeat";

  private final Clock clock;
  private final Restart restart = new Restart();
  private TransformationSettings settings;
  private ChangeRecord changes;

  /** Of the DELETE whose tombstone comes next; null if none does. */
  private Object deletedKey;

  /** As Connect makes it. */
  public ContractRecord() {
    this(Clock.systemUTC());
  }

  ContractRecord(Clock clock) {
    this.clock = clock;
  }

  @Override
  public ConfigDef config() {
    return Option.ALL;
  }

  @Override
  public void configure(Map<String, ?> configuration) {
    settings = TransformationSettings.of(configuration);
    changes = new ChangeRecord(settings, settings.schemaId());
  }

  @Override
  public SourceRecord apply(SourceRecord record) {
    Map<String, ?> offset = record.sourceOffset();
    if (offset != null) {
      restart.withTransaction(offset);
    }
    SourceRecord sent = null;
    try {
      sent = record(record, offset);
      return sent;
    } finally {
      // Also of one that is refused, which Connect may be told to pass over.
      if (offset != null) {
        restart.keepToWhatIsNoted(offset, sent != null);
      }
    }
  }

  /** Null if it is dropped. */
  private SourceRecord record(SourceRecord record, Map<String, ?> offset) {
    if (record.valueSchema() != null && HEARTBEAT.equals(record.valueSchema().name())) {
      return offset == null || !Restart.isOfLog(offset)
          ? null
          : bytes(record, record.topic(), record.kafkaPartition(), null, null, record.timestamp());
    }
    if (record.value() == null) {
      return tombstone(record);
    }
    Optional<ChangeEvent> event = ChangeEvent.of(record);
    if (event.isEmpty() || settings.otherTables().contains(event.get().table())) {
      return null;
    }
    ChangeEvent change = event.get();
    changes.requireOf(change, settings.contract());
    if (change.action() == ChangeEvent.TRUNCATE) {
      return truncated(change);
    }
    deletedKey = null;
    byte[] key = changes.key(change.key(), change);
    byte[] value = changes.value(key);
    deletedKey = change.action() == ChangeEncoder.DELETE ? record.key() : null;
    return bytes(record, settings.topic(), null, key, value, time(change.capturedAt()));
  }

  private SourceRecord truncated(ChangeEvent change) {
    if (settings.skipsTruncate()) {
      return null;
    }
    throw new ConnectException(
        "%s was truncated at %s, which no record says, as it names no rows; set truncate=skip, restart the connector, and remove from the target what 'cdc verify' then finds"
            .formatted(change.table(), change.where()));
  }

  /**
   * Follows the DELETE of its row; of others', nothing is wanted. Debezium says no more than the
   * key and, in the offset, when it was committed.
   */
  private SourceRecord tombstone(SourceRecord record) {
    if (!(record.key() instanceof Struct key) || !key.equals(deletedKey)) {
      return null;
    }
    Long committed = Restart.committedAt(record.sourceOffset());
    return bytes(
        record,
        settings.topic(),
        null,
        changes.key(key, null),
        null,
        committed == null ? null : time(committed));
  }

  /** Brokers refuse a record from the future; the change in it keeps the moment as it was read. */
  private long time(long micros) {
    return Math.min(ChangeEncoder.timestamp(micros), clock.millis());
  }

  private static SourceRecord bytes(
      ConnectRecord<SourceRecord> record,
      String topic,
      Integer partition,
      byte[] key,
      byte[] value,
      Long timestamp) {
    return record.newRecord(
        topic,
        partition,
        Schema.OPTIONAL_BYTES_SCHEMA,
        key,
        Schema.OPTIONAL_BYTES_SCHEMA,
        value,
        timestamp,
        new ConnectHeaders());
  }

  @Override
  public void close() {}
}
