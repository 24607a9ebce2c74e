package io.employeecdc.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.endtoend.Stranger;
import io.employeecdc.endtoend.TestPipeline;
import io.employeecdc.localstack.JavaService;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Tag;

/** Records that are larger than a topic takes. */
@Tag("servers")
class LargeRecordsTest {
  private static final Duration END_LIMIT = Duration.ofSeconds(60);

  /**
   * Enough for any record of the workload, not for a row whose texts are as long as they may be.
   */
  private static final String LIMIT = "300";

  /** What a topic takes by default, but for the overhead of a record. */
  private static final int LARGEST = 1_048_588 - 100;

  private static final String TEXT =
      "(select string_agg(md5(random()::text), '') from generate_series(1, 3))";

  private static final String LONG_ROW =
      """
      insert into employees (emp_id, first_name, last_name, city) values (800001, %1$s, %1$s, %1$s)
      on conflict (emp_id) do update
      set first_name = excluded.first_name, last_name = excluded.last_name, city = excluded.city"""
          .formatted(TEXT);

  @FaultTest
  void a_change_that_the_topic_does_not_take_is_held_and_comes_once_it_does(
      long seed, Stages stages) throws Exception {
    try (Scene scene = stages.underLoad(Fault.TOO_LARGE, seed)) {
      JavaService producer = scene.producer();
      limit(scene.pipeline(), AlterConfigOp.OpType.SET);
      scene.awaitAnyMoment();
      scene.pipeline().source(LONG_ROW);
      assertThat(producer.awaitExit(END_LIMIT)).isEqualTo(7);
      assertThat(Files.readString(producer.log()))
          .contains("larger than topic", "max.message.bytes")
          .doesNotContain("\tat ");
      // Whoever starts it again without mending anything gets no further.
      producer.start();
      assertThat(producer.awaitExit(END_LIMIT)).isEqualTo(7);

      limit(scene.pipeline(), AlterConfigOp.OpType.DELETE);
      scene.heal(producer);
      scene.check();
    }
  }

  @FaultTest
  void a_bad_record_of_the_largest_size_becomes_a_dead_letter_with_all_its_headers(
      long seed, Stages stages) throws Exception {
    try (Scene scene = stages.fresh(Fault.LARGE_DEAD_LETTER, seed)) {
      scene.start();
      scene.awaitAnyMoment();
      byte[] value = new byte[LARGEST - 20_000];
      scene.random().nextBytes(value);
      value[0] = 1;
      byte[] header = new byte[19_900];
      scene.random().nextBytes(header);
      try (Stranger stranger = Stranger.on(scene.pipeline().channel())) {
        stranger.send("77", value, header);
      }
      var letter = scene.awaitDeadLetters(1).get(0);
      assertThat(letter.value()).isEqualTo(value);
      assertThat(letter.headers().lastHeader("h").value()).isEqualTo(header);
      assertThat(letter.headers().lastHeader("__connect.errors.offset")).isNotNull();
      scene.check(1);
    }
  }

  private static void limit(TestPipeline pipeline, AlterConfigOp.OpType what) throws Exception {
    ConfigResource topic =
        new ConfigResource(ConfigResource.Type.TOPIC, pipeline.local().names().topic());
    AlterConfigOp change = new AlterConfigOp(new ConfigEntry("max.message.bytes", LIMIT), what);
    try (Admin admin = Admin.create(pipeline.local().kafka().client("test"))) {
      admin.incrementalAlterConfigs(Map.of(topic, List.of(change))).all().get();
    }
  }
}
