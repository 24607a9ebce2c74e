package io.employeecdc.pipeline.faults;

import io.employeecdc.pipeline.endtoend.Channel;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32C;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.message.ProduceRequestData;
import org.apache.kafka.common.message.ProduceRequestData.PartitionProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceData;
import org.apache.kafka.common.message.ProduceRequestData.TopicProduceDataCollection;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.requests.AbstractResponse;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.requests.ProduceResponse;
import org.apache.kafka.common.requests.RequestHeader;

/** A client that gives its records any moment; Kafka's own gives none that is before 1970. */
final class UntimelyProducer {
  private static final short VERSION = 12;

  /** Where these parts of a batch lie. */
  private static final int CHECKSUM = 17;

  private static final int CHECKED = 21;
  private static final int FIRST_TIMESTAMP = 27;
  private static final int LAST_TIMESTAMP = 35;

  private final String topic;
  private final List<TopicPartitionInfo> partitions;
  private int refused;

  private UntimelyProducer(String topic, List<TopicPartitionInfo> partitions) {
    this.topic = topic;
    this.partitions = partitions;
  }

  static UntimelyProducer of(Channel channel, String topic) throws Exception {
    try (Admin admin = Admin.create(channel.kafka().client("untimely"))) {
      return new UntimelyProducer(
          topic,
          admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic).partitions());
    }
  }

  /**
   * Sends a record; one of a moment that the broker refuses as if it were of 1970.
   *
   * @param place any number, for the partition
   * @throws IOException if the broker does not take it
   */
  void send(int place, byte[] key, byte[] value, Headers headers, long timestamp)
      throws IOException {
    TopicPartitionInfo to = partitions.get(Math.floorMod(place, partitions.size()));
    short error = sent(to, new SimpleRecord(0, key, value, headers.toArray()), timestamp);
    refused += error == 0 ? 0 : 1;
    if (error != 0) {
      error = sent(to, new SimpleRecord(0, key, value, headers.toArray()), 0);
    }
    if (error != 0) {
      throw new IOException("the broker answers " + error);
    }
  }

  /** How many were sent as of 1970. */
  int refused() {
    return refused;
  }

  private short sent(TopicPartitionInfo to, SimpleRecord record, long timestamp)
      throws IOException {
    PartitionProduceData partition =
        new PartitionProduceData()
            .setIndex(to.partition())
            .setRecords(batch(timestamp, record));
    ProduceRequestData data =
        new ProduceRequestData()
            .setAcks((short) -1)
            .setTimeoutMs(10_000)
            .setTopicData(
                new TopicProduceDataCollection(
                    List.of(
                            new TopicProduceData()
                                .setName(topic)
                                .setPartitionData(List.of(partition)))
                        .iterator()));
    RequestHeader header = new RequestHeader(ApiKeys.PRODUCE, VERSION, "untimely", 1);
    ByteBuffer request = ProduceRequest.builder(data).build(VERSION).serializeWithHeader(header);
    return error(answer(to.leader(), request), header);
  }

  private static MemoryRecords batch(long timestamp, SimpleRecord record) {
    ByteBuffer batch = MemoryRecords.withRecords(Compression.NONE, record).buffer();
    batch.putLong(FIRST_TIMESTAMP, timestamp).putLong(LAST_TIMESTAMP, timestamp);
    CRC32C checksum = new CRC32C();
    checksum.update(batch.slice(CHECKED, batch.limit() - CHECKED));
    batch.putInt(CHECKSUM, (int) checksum.getValue());
    return MemoryRecords.readableRecords(batch);
  }

  private static ByteBuffer answer(Node broker, ByteBuffer request) throws IOException {
    byte[] bytes = new byte[request.remaining()];
    request.get(bytes);
    try (Socket socket = new Socket(broker.host(), broker.port())) {
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      out.writeInt(bytes.length);
      out.write(bytes);
      out.flush();
      DataInputStream in = new DataInputStream(socket.getInputStream());
      return ByteBuffer.wrap(in.readNBytes(in.readInt()));
    }
  }

  private static short error(ByteBuffer answer, RequestHeader header) {
    ProduceResponse response = (ProduceResponse) AbstractResponse.parseResponse(answer, header);
    return response
        .data()
        .responses()
        .iterator()
        .next()
        .partitionResponses()
        .get(0)
        .errorCode();
  }
}
