package io.employeecdc.pipeline.schema.deploy;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** How many records of each schema a topic holds. */
final class TopicCount {
  private final String topic;
  private final SortedMap<Integer, Long> records = new TreeMap<>();
  private long tombstones;
  private long malformed;

  TopicCount(String topic) {
    this.topic = topic;
  }

  /** One more record: its schema id, {@link SchemaIds#NONE}, or null for a tombstone. */
  void add(Long id) {
    if (id == null) {
      tombstones++;
    } else if (id == SchemaIds.NONE) {
      malformed++;
    } else {
      records.merge((int) (long) id, 1L, Long::sum);
    }
  }

  String topic() {
    return topic;
  }

  /** By schema id. */
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
