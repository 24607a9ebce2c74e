package io.employeecdc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.employeecdc.contract.WireFormat;
import io.employeecdc.contract.table.Contract;
import io.employeecdc.localstack.process.Service;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Kill -9 of both services while a table of any key is written to. */
record KilledUnderLoad(PipelineUnderTest pipeline, Contract contract) {
  private static final int ROUNDS = 2;

  /** Until it is cancelled, for some minutes at most, in transactions of a round each. */
  private static final String LOAD =
      """
      do $$ begin for i in 1 .. 200000 loop
        %s
        commit;
        perform pg_sleep(0.0005);
      end loop; end $$""";

  private static final String CANCELLED = "57014";

  /** Writes, kills in between, and requires that each change is in the topic once and in order. */
  void play(String busy, Service producer, Service consumer) throws Exception {
    try (Connection source = pipeline.connectSource();
        Statement writer = source.createStatement()) {
      CompletableFuture<Void> load =
          CompletableFuture.runAsync(
              () ->
                  assertThatThrownBy(() -> writer.execute(LOAD.formatted(busy)))
                      .isInstanceOfSatisfying(
                          SQLException.class,
                          e -> assertThat(e.getSQLState()).isEqualTo(CANCELLED)));
      kill(producer, consumer, load);
      writer.cancel();
      load.join();
    }
    pipeline.awaitNoLag();
    requireEachOnceInOrder();
  }

  private void kill(Service producer, Service consumer, CompletableFuture<Void> load)
      throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      for (Service service : List.of(consumer, producer)) {
        long moment = processed() + 1 + random.nextInt(300);
        pipeline
            .waiting("in mid-load, seed " + seed)
            .until(() -> load.isDone() || processed() >= moment);
        if (service == consumer) {
          pipeline.killOnly(service);
        } else {
          service.kill();
        }
        assertThat(load).as("the load").isNotDone();
        service.start();
      }
    }
  }

  private long processed() throws SQLException {
    return Long.parseLong(pipeline.askTarget(contract.sql().of("select count(*) from ${ledger}")));
  }

  private void requireEachOnceInOrder() throws Exception {
    String captured = contract.sql().of("select count(*) from ${capture}");
    pipeline
        .waiting("all is published")
        .until(() -> ids().size() == Long.parseLong(pipeline.askSource(captured)));
  }

  /** By their ids, of which none is there twice; those of one key grow. */
  private Map<Long, ByteBuffer> ids() throws IOException {
    Map<Long, ByteBuffer> ids = new HashMap<>();
    Map<ByteBuffer, Long> newest = new HashMap<>();
    for (ConsumerRecord<byte[], byte[]> record :
        TopicContent.of(pipeline.channel(), pipeline.channel().names().topic())) {
      if (record.value() != null) {
        long id = actionId(record.value());
        ByteBuffer key = ByteBuffer.wrap(record.key());
        assertThat(ids.put(id, key)).as("change %d is there twice", id).isNull();
        assertThat(newest.getOrDefault(key, Long.MIN_VALUE)).isLessThan(id);
        newest.put(key, id);
      }
    }
    return ids;
  }

  private static long actionId(byte[] value) throws IOException {
    int from = WireFormat.HEADER_LENGTH;
    return DecoderFactory.get().binaryDecoder(value, from, value.length - from, null).readLong();
  }
}
