package io.employeecdc.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.employeecdc.contract.SchemaVersion;
import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ErrorCode;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Changes that older triggers captured, and that are written as an older version. */
@Tag("servers")
class OlderRowsTest {
  @Test
  void wait_for_a_registry_that_is_away_when_the_first_comes() throws Exception {
    Pipe pipe = Pipe.create("older_rows");
    SchemaVersion newest = pipe.schema();
    AtomicBoolean away = new AtomicBoolean(true);
    ToIntFunction<SchemaVersion> registry =
        version -> {
          if (away.get() && !version.equals(newest)) {
            throw new CdcException(ErrorCode.REGISTRY_UNREACHABLE, "it is away");
          }
          return pipe.idOf(version);
        };
    pipe.source()
        .execute(
            "insert into emp_cdc (cdc_version, action, emp_id) values (1, 'INSERT', 1)",
            "insert into employees (emp_id) values (2)");

    try (RunningProducer producer = RunningProducer.start(pipe.settings(1000), registry)) {
      await()
          .untilAsserted(
              () ->
                  assertThat(producer.progress().problem().orElse(""))
                      .startsWith("waiting for the registry"));
      assertThat(producer.end()).isNotDone();
      assertThat(pipe.topic().read()).isEmpty();

      away.set(false);
      assertThat(pipe.topic().readUntil(records -> records.size() == 2))
          .extracting(Change::key)
          .containsExactlyInAnyOrder("1", "2");
      await().until(() -> producer.progress().problem().isEmpty());
    }
  }
}
