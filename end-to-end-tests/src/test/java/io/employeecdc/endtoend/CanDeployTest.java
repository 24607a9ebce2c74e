package io.employeecdc.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.contract.table.Contract;
import io.employeecdc.localstack.process.Service;
import io.employeecdc.operations.verify.CommandRun;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@AnyPlace
class CanDeployTest {
  private static final int NEWEST = Contract.standard().released().newest().number();

  @Test
  void running_services_say_their_version_and_the_newest_may_be_deployed_beside_them()
      throws Exception {
    try (PipelineUnderTest pipeline = PipelineUnderTest.create("can_deploy")) {
      Service producer = pipeline.producer(Map.of());
      Service consumer = pipeline.consumer(Map.of());
      List.of(producer, consumer).parallelStream().forEach(Service::start);
      pipeline.play(500, 10).join();
      pipeline.awaitEqual();

      for (String service : List.of("producer", "consumer")) {
        CommandRun run =
            pipeline.cdc(
                "schema",
                "can-deploy",
                service,
                "--peer",
                pipeline.peer(producer),
                "--peer",
                pipeline.peer(consumer));

        assertThat(run.err()).isEmpty();
        assertThat(run.out())
            .contains("yes: the " + service + " of version " + NEWEST + " may be deployed now")
            .contains("producer that writes version " + NEWEST + "\n")
            .contains("consumer that was built for version " + NEWEST + "\n")
            .containsPattern("\n +500  version " + NEWEST + " \\(id \\d+\\)\n")
            .doesNotContain("note:");
        assertThat(run.exitCode()).isZero();
      }
    }
  }
}
