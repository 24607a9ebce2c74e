package io.employeecdc.pipeline.schema.deploy;

import io.employeecdc.contract.MalformedRecordException;
import io.employeecdc.contract.WireFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

final class TopicCount {
  private final String topic;
  private final SortedMap<Integer, Long> records = new TreeMap<>();
  private long tombstones;
  private long malformed;

  TopicCount(String topic) {
    this.topic = topic;
  }

  /** One more record; its value is null for a tombstone. */
  void add(byte[] value) {
    if (value == null) {
      tombstones++;
    } else {
      try {
        records.merge(WireFormat.schemaId(value), 1L, Long::sum);
      } catch (MalformedRecordException e) {
        malformed++;
      }
    }
  }

  String topic() {
    return topic;
  }

  Map<Integer, Long> records() {
    return records;
  }

  long tombstones() {
    return tombstones;
  }

  /** Records whose value does not name a schema. */
  long malformed() {
    return malformed;
  }

  long total() {
    return records.values().stream().mapToLong(Long::longValue).sum() + tombstones + malformed;
  }
}
