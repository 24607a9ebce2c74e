package io.employeecdc.pipeline.endtoend;

import com.github.dockerjava.api.DockerClient;
import io.employeecdc.pipeline.verify.CommandRun;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.output.OutputFrame.OutputType;
import org.testcontainers.containers.startupcheck.StartupCheckStrategy;
import org.testcontainers.utility.DockerStatus;

/** A container that is a command: it has started when it has ended, whatever its exit code. */
final class UntilItEnds extends StartupCheckStrategy {
  @Override
  public StartupStatus checkStartupState(DockerClient client, String container) {
    return DockerStatus.isContainerStopped(getCurrentState(client, container))
        ? StartupStatus.SUCCESSFUL
        : StartupStatus.NOT_YET_KNOWN;
  }

  /** Runs such a container, which the caller closes. */
  static CommandRun run(GenericContainer<?> command) {
    command.start();
    int exitCode = command.getCurrentContainerInfo().getState().getExitCodeLong().intValue();
    return new CommandRun(
        exitCode, command.getLogs(OutputType.STDOUT), command.getLogs(OutputType.STDERR));
  }
}
