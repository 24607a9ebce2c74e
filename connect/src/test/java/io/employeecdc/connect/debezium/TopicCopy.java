package io.employeecdc.connect.debezium;

import io.employeecdc.contract.WireFormat;
import io.employeecdc.contract.table.CapturedTable;
import io.employeecdc.contract.table.Column;
import io.employeecdc.localstack.TestStack;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The newest record of each key, put beside the table in the source and compared there. */
final class TopicCopy {
  private TopicCopy() {}

  /** All committed records of a topic. */
  static List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            TestStack.withConnect().bootstrapServers(),
            "isolation.level",
            "read_committed");
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(p -> new TopicPartition(topic, p.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (ends.entrySet().stream()
          .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
        consumer.poll(Duration.ofMillis(200)).forEach(records::add);
      }
    }
    return records;
  }

  static IndexedRecord decode(CapturedTable table, byte[] value) {
    int from = WireFormat.HEADER_LENGTH;
    try {
      return new GenericDatumReader<IndexedRecord>(table.contract())
          .read(null, DecoderFactory.get().binaryDecoder(value, from, value.length - from, null));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static long actionId(IndexedRecord record) {
    return (Long) record.get(0);
  }

  /** Keys and columns in which the topic and the table differ. */
  static List<String> differences(LogCapture capture) throws SQLException {
    CapturedTable table = capture.contract().table();
    Map<String, IndexedRecord> newest = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record : read(capture.topic())) {
      if (record.value() != null) {
        newest.merge(
            new String(record.key(), StandardCharsets.UTF_8),
            decode(table, record.value()),
            (before, now) -> actionId(now) > actionId(before) ? now : before);
      }
    }
    try (Connection connection = capture.connection()) {
      fill(connection, capture, table, newest);
      return compare(connection, table);
    }
  }

  private static void fill(
      Connection connection,
      LogCapture capture,
      CapturedTable table,
      Map<String, IndexedRecord> newest)
      throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("drop table if exists copied");
      statement.execute(capture.contract().sql().of("create table copied (${definition})"));
    }
    List<Column> columns = table.all();
    List<String> values =
        columns.stream().map(column -> "?::text::" + column.declaredType()).toList();
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into copied (%s) values (%s)"
                .formatted(Column.join(columns, "%1$s", ", "), String.join(", ", values)))) {
      for (IndexedRecord record : newest.values()) {
        IndexedRecord row = table.rowIn(record);
        if (row != null) {
          for (int i = 0; i < columns.size(); i++) {
            Column column = columns.get(i);
            boolean ofKey = table.key().columns().contains(column);
            Object value = column.valueIn(ofKey ? record : row);
            insert.setString(i + 1, value == null ? null : column.type().text(value));
          }
          insert.addBatch();
        }
      }
      insert.executeBatch();
    }
  }

  private static List<String> compare(Connection connection, CapturedTable table)
      throws SQLException {
    List<String> found = new ArrayList<>();
    String key = table.key().columns().get(0).sql();
    for (Column column : table.all()) {
      String sql =
          "select coalesce(e.%1$s::text, c.%1$s::text) from %2$s e full join copied c on %3$s where %4$s is distinct from %5$s"
              .formatted(
                  key,
                  table.sql(),
                  Column.join(table.key().columns(), "e.%1$s = c.%1$s", " and "),
                  column.type().digest("e." + column.sql()),
                  column.type().digest("c." + column.sql()));
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery(sql)) {
        while (row.next()) {
          found.add(column + " of " + row.getString(1));
        }
      }
    }
    return found;
  }
}
