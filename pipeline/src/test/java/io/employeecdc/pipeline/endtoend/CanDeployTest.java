package io.employeecdc.pipeline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.contract.ReleasedSchemas;
import io.employeecdc.localstack.JavaService;
import io.employeecdc.localstack.Server;
import io.employeecdc.pipeline.schema.SchemaCommand;
import io.employeecdc.pipeline.verify.CommandRun;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CanDeployTest {
  private static final int NEWEST = ReleasedSchemas.latest().number();

  @Test
  void running_services_say_their_version_and_the_newest_may_be_deployed_beside_them()
      throws Exception {
    try (TestPipeline pipeline = TestPipeline.create("can_deploy")) {
      JavaService producer = pipeline.producer(Map.of());
      JavaService consumer = pipeline.consumer(Map.of());
      List.of(producer, consumer).parallelStream().forEach(Server::start);
      pipeline.play(500, 10).join();
      pipeline.awaitEqual();

      for (String service : List.of("producer", "consumer")) {
        CommandRun run =
            CommandRun.of(
                new SchemaCommand(),
                pipeline.environment(),
                "can-deploy",
                service,
                "--peer",
                "127.0.0.1:" + producer.port(),
                "--peer",
                "127.0.0.1:" + consumer.port());

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
