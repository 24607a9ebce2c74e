package io.employeecdc.pipeline.schema.deploy;

import io.employeecdc.runtime.options.CommandGroup;
import picocli.CommandLine.Command;

@Command(
    name = "can-deploy",
    description =
        "Say whether a producer or consumer of a schema version may be deployed now, why, and in"
            + " which order.",
    subcommands = {CanDeployCommand.OfProducer.class, CanDeployCommand.OfConsumer.class})
public final class CanDeployCommand extends CommandGroup {
  @Command(
      name = "producer",
      description =
          "Say whether a producer that writes a version may be deployed now: is it registered, and do the"
              + " consumers read it? Exit code 0 for yes, 6 for no.")
  static final class OfProducer extends CanDeployOptions {
    OfProducer() {
      super(DeployedService.PRODUCER);
    }
  }

  @Command(
      name = "consumer",
      description =
          "Say whether a consumer built for a version may be deployed now: does it read what the topics"
              + " hold and the producers write? Exit code 0 for yes, 6 for no.")
  static final class OfConsumer extends CanDeployOptions {
    OfConsumer() {
      super(DeployedService.CONSUMER);
    }
  }
}
