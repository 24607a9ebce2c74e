package io.employeecdc.workbench.bench;

import io.employeecdc.workbench.run.LocalPipeline;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * What the machine can do at most of what a producer does: send records, and read the capture
 * table. Both go without encoding, transactions, positions or metrics; records come from memory,
 * with {@code acks=all} and the producer's own settings, and rows are thrown away.
 */
final class PublishLimits implements AutoCloseable {
  /** It is over so soon that a pause of the machine would double it. */
  private static final int TIMES = 3;

  private final LocalPipeline read;
  private final String topic;
  private final List<ConsumerRecord<byte[], byte[]>> records;
  private final long changes;
  private final KafkaProducer<byte[], byte[]> producer;

  PublishLimits(
      LocalPipeline read, LocalPipeline write, List<ConsumerRecord<byte[], byte[]>> records) {
    this.read = read;
    this.topic = write.names().topic();
    this.records = records;
    this.changes = records.stream().filter(record -> record.value() != null).count();
    Map<String, Object> config = write.kafka().client("bench-raw");
    config.put("acks", "all");
    config.put("compression.type", "lz4");
    config.put("batch.size", 256 * 1024);
    config.put("linger.ms", 5);
    config.put("buffer.memory", 64L * 1024 * 1024);
    this.producer =
        new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  StageResult send() {
    // As little of its warming counts as of the producer's.
    sendAll();
    sendAll();
    long begin = System.nanoTime();
    for (int time = 0; time < TIMES; time++) {
      sendAll();
    }
    return StageResult.since(begin, "raw producer", TIMES * changes);
  }

  /** Reading and sending at once, as what is between them in a producer needs both. */
  StageResult readAndSend() throws SQLException, InterruptedException, ExecutionException {
    ExecutorService reader = Executors.newSingleThreadExecutor();
    try (Connection connection = read.connectSource()) {
      readAll(connection);
      long begin = System.nanoTime();
      Future<?> rows =
          reader.submit(
              () -> {
                for (int time = 0; time < TIMES; time++) {
                  readAll(connection);
                }
                return null;
              });
      for (int time = 0; time < TIMES; time++) {
        sendAll();
      }
      rows.get();
      return StageResult.since(begin, "raw reader and producer", TIMES * changes);
    } finally {
      reader.shutdownNow();
    }
  }

  @Override
  public void close() {
    producer.close();
  }

  private void sendAll() {
    for (ConsumerRecord<byte[], byte[]> record : records) {
      Future<RecordMetadata> unused =
          producer.send(
              new ProducerRecord<>(topic, null, record.timestamp(), record.key(), record.value()));
    }
    producer.flush();
  }

  private static void readAll(Connection connection) throws SQLException {
    CopyOut rows =
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyOut("copy emp_cdc to stdout (format binary)");
    byte[] row = rows.readFromCopy();
    while (row != null) {
      row = rows.readFromCopy();
    }
  }
}
