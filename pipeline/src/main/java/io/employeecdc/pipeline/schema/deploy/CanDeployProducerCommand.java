package io.employeecdc.pipeline.schema.deploy;

import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.runtime.options.OptionsCommand;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cdc schema can-deploy producer}. */
@Command(
    name = "producer",
    description =
        "Say whether a producer that writes a version may be deployed now: is it registered, and do the"
            + " consumers read it? Exit code 0 for yes, 6 for no.")
final class CanDeployProducerCommand extends OptionsCommand<DeploySettings> {
  @Mixin CanDeployOptions options = new CanDeployOptions();

  @Override
  protected DeploySettings read(OptionReader reader) {
    return options.read(reader, Service.PRODUCER);
  }

  @Override
  protected ExitCode run(DeploySettings settings) throws IOException {
    return CanDeploy.run(settings, out(), err());
  }
}
