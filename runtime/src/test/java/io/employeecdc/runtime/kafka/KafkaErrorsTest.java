package io.employeecdc.runtime.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;

/** Each of Kafka's errors with what it means to who waits; a new one has to be thought about. */
class KafkaErrorsTest {
  private static final Path TABLE = Path.of("src", "test", "resources", "kafka-errors.csv");

  @Test
  void every_error_of_kafka_is_judged_as_the_table_says() throws Exception {
    List<String> judged =
        Stream.of(Errors.values())
            .filter(error -> error != Errors.NONE)
            .map(error -> error + "," + judge(error.exception()))
            .sorted()
            .toList();

    assertThat(judged).isEqualTo(Files.readAllLines(TABLE, StandardCharsets.UTF_8));
  }

  /** As the client's transactions tell of those that they do not expect. */
  @Test
  void an_error_of_which_only_the_text_comes_is_judged_alike() {
    assertThat(Errors.values())
        .allSatisfy(
            error ->
                assertThat(judge(new KafkaException("Unexpected error; " + error.message())))
                    .isEqualTo(error == Errors.NONE ? "other" : judge(error.exception())));
  }

  private static String judge(Throwable error) {
    if (KafkaFailure.isOutage(error)) {
      return "outage";
    }
    if (KafkaFailure.isRefusal(error)) {
      return "refusal";
    }
    return KafkaFailure.setting(error).isPresent() ? "setting" : "other";
  }
}
