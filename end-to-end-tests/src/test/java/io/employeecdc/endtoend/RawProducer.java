package io.employeecdc.endtoend;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceDataCollection;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.record.internal.DefaultRecordBatch;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.MemoryRecordsBuilder;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.requests.ProduceResponse;
import org.apache.kafka.common.requests.RequestHeader;
import org.apache.kafka.common.requests.ResponseHeader;
import org.apache.kafka.common.utils.Crc32C;

/**
 * Writes a batch of one record as bytes, as it may hold what Kafka's own client refuses to send.
 */
final class RawProducer {
  private static final int CRC = 17;
  private static final int CHECKED = 21;
  private static final int BASE_TIME = 27;
  private static final int MAX_TIME = 35;

  /** The last before topics went by their ids. */
  private static final short VERSION = 12;

  private RawProducer() {}

  /** Sends to the first partition a record of any time, also from before 1970. */
  static void send(
      Map<String, Object> client,
      String topic,
      byte[] key,
      byte[] value,
      Header[] headers,
      long timestamp)
      throws Exception {
    Node leader;
    try (Admin admin = Admin.create(client)) {
      leader =
          admin
              .describeTopics(List.of(topic))
              .allTopicNames()
              .get()
              .get(topic)
              .partitions()
              .get(0)
              .leader();
    }
    ProduceRequestData data =
        new ProduceRequestData()
            .setAcks((short) -1)
            .setTimeoutMs(10_000)
            .setTopicData(
                new TopicProduceDataCollection(
                    List.of(
                            new TopicProduceData()
                                .setName(topic)
                                .setPartitionData(
                                    List.of(
                                        new PartitionProduceData()
                                            .setIndex(0)
                                            .setRecords(batch(key, value, headers, timestamp)))))
                        .iterator()));
    ask(leader, new ProduceRequest(data, VERSION));
  }

  private static MemoryRecords batch(byte[] key, byte[] value, Header[] headers, long timestamp) {
    MemoryRecordsBuilder builder =
        MemoryRecords.builder(
            ByteBuffer.allocate(1024), Compression.NONE, TimestampType.CREATE_TIME, 0);
    builder.append(0, key, value, headers);
    ByteBuffer bytes = builder.build().buffer();
    bytes.putLong(BASE_TIME, timestamp).putLong(MAX_TIME, timestamp);
    int length = bytes.limit() - CHECKED;
    bytes.putInt(CRC, (int) Crc32C.compute(bytes, CHECKED, length));
    MemoryRecords records = MemoryRecords.readableRecords(bytes);
    ((DefaultRecordBatch) records.batches().iterator().next()).ensureValid();
    return records;
  }

  private static void ask(Node leader, ProduceRequest request) throws IOException {
    RequestHeader header = new RequestHeader(ApiKeys.PRODUCE, VERSION, "stranger", 1);
    ByteBuffer bytes = request.serializeWithHeader(header);
    try (Socket socket = new Socket(leader.host(), leader.port())) {
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      out.writeInt(bytes.remaining());
      out.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
      DataInputStream in = new DataInputStream(socket.getInputStream());
      byte[] answer = in.readNBytes(in.readInt());
      ByteBuffer read = ByteBuffer.wrap(answer);
      ResponseHeader.parse(read, ApiKeys.PRODUCE.responseHeaderVersion(VERSION));
      Map<Errors, Integer> errors =
          ProduceResponse.parse(new ByteBufferAccessor(read), VERSION).errorCounts();
      if (!errors.keySet().equals(Set.of(Errors.NONE))) {
        throw new IOException("refused: " + errors);
      }
    }
  }
}
