package io.employeecdc.pipeline.schema.deploy;

import io.employeecdc.runtime.failure.ExitCode;
import io.employeecdc.runtime.options.OptionReader;
import io.employeecdc.runtime.options.OptionsCommand;
import java.io.IOException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code cdc schema can-deploy consumer}. */
@Command(
    name = "consumer",
    description =
        "Say whether a consumer built for a version may be deployed now: does it read what the topics"
            + " hold and the producers write? Exit code 0 for yes, 6 for no.")
final class CanDeployConsumerCommand extends OptionsCommand<DeploySettings> {
  @Mixin CanDeployOptions options = new CanDeployOptions();

  @Override
  protected DeploySettings read(OptionReader reader) {
    return options.read(reader, Service.CONSUMER);
  }

  @Override
  protected ExitCode run(DeploySettings settings) throws IOException {
    return CanDeploy.run(settings, out(), err());
  }
}
