package io.employeecdc.pipeline.monitoring;

import io.employeecdc.pipeline.endtoend.Stranger;
import io.employeecdc.pipeline.endtoend.TestPipeline;
import java.nio.charset.StandardCharsets;

/** Records on the topic that can only be dead letters. */
final class Poison {
  private Poison() {}

  static void send(TestPipeline pipeline, int records) throws Exception {
    byte[] noAvro = "no Avro".getBytes(StandardCharsets.UTF_8);
    try (Stranger stranger = Stranger.on(pipeline)) {
      for (int record = 0; record < records; record++) {
        stranger.send(Integer.toString(record), noAvro);
      }
    }
  }
}
