package io.employeecdc.schematools.candeploy;

import io.employeecdc.contract.MalformedRecordException;
import io.employeecdc.contract.RegistryException;
import io.employeecdc.contract.WireFormat;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import io.employeecdc.runtime.kafka.KafkaSettings;
import io.employeecdc.runtime.kafka.TopicReader;
import io.employeecdc.runtime.results.ProgressLine;
import io.employeecdc.schematools.candeploy.FoundSchema.SchemaFinder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * How many committed records of each schema a topic holds. It fetches the records and looks at five
 * bytes of each; what it keeps is a number for each schema.
 */
final class TopicCount {
  private static final Duration SILENCE = Duration.ofMinutes(1);
  private static final int SHOWN_EVERY = 10_000;

  final String topic;
  private final SortedMap<Integer, Long> records = new TreeMap<>();
  private final List<SchemaCount> schemas = new ArrayList<>();
  long tombstones;

  /** Records whose value does not name a schema. */
  long malformed;

  record SchemaCount(FoundSchema schema, long records) {}

  private TopicCount(String topic) {
    this.topic = topic;
  }

  /** From begin to end; fails with exit code 4 if Kafka refuses us, 5 if it does not answer. */
  static TopicCount of(
      KafkaSettings kafka, String topic, ProgressLine progress, SchemaFinder finder)
      throws RegistryException {
    TopicCount count = new TopicCount(topic);
    try (TopicReader reader = TopicReader.open(kafka, topic, "can-deploy", SILENCE)) {
      Map<Integer, Long> unread =
          reader.read(
              Map.of(),
              reader.committedEnds(),
              record -> {
                count.add(record.value());
                if (count.total() % SHOWN_EVERY == 0) {
                  progress.show("%s: looked at %,d records".formatted(topic, count.total()));
                }
                return true;
              });
      progress.clear();
      if (!unread.isEmpty()) {
        throw new CdcException(
            ErrorCode.KAFKA_UNREACHABLE,
            "Kafka (%s) answers and gives no records of topic '%s', partitions %s"
                .formatted(kafka, topic, unread.keySet()));
      }
    }
    for (Map.Entry<Integer, Long> id : count.records.entrySet()) {
      count.schemas.add(new SchemaCount(finder.find(id.getKey()), id.getValue()));
    }
    return count;
  }

  private void add(byte[] value) {
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

  long total() {
    return records.values().stream().mapToLong(Long::longValue).sum() + tombstones + malformed;
  }

  List<SchemaCount> schemas() {
    return schemas;
  }

  String amount() {
    return total() == 0 ? "empty" : "%,d record%s".formatted(total(), total() == 1 ? "" : "s");
  }

  List<String> lines() {
    Stream<String> named =
        schemas.stream().map(one -> line(one.records(), one.schema().describe()));
    Stream<String> others =
        Stream.of(line(tombstones, "tombstones"), line(malformed, "without a schema id"));
    return Stream.concat(named, others).filter(line -> !line.isEmpty()).toList();
  }

  private static String line(long records, String what) {
    return records == 0 ? "" : "%,12d  %s".formatted(records, what);
  }
}
