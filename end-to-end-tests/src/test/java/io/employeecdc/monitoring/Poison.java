package io.employeecdc.monitoring;

import io.employeecdc.endtoend.Stranger;
import io.employeecdc.endtoend.TestPipeline;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;

/** Records on the topic that can only be dead letters. */
final class Poison {
  private Poison() {}

  static void send(TestPipeline pipeline, int records) throws Exception {
    try (Stranger stranger = Stranger.on(pipeline.channel())) {
      send(stranger, records);
    }
  }

  static void send(Stranger stranger, int records) throws Exception {
    byte[] noAvro = "no Avro".getBytes(StandardCharsets.UTF_8);
    stranger.sendEach(IntStream.range(0, records).mapToObj(String::valueOf).toList(), noAvro);
  }
}
