package io.employeecdc.endtoend;

import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.command.InspectContainerResponse.ContainerState;
import java.time.Duration;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.output.OutputFrame.OutputType;
import org.testcontainers.containers.startupcheck.StartupCheckStrategy;

/** A command in a container, which may end at once and in any way. */
final class ContainerCommand implements RunningCommand {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final int INTERRUPTED = 130;

  private final GenericContainer<?> container;

  private ContainerCommand(GenericContainer<?> container) {
    this.container = container;
  }

  static ContainerCommand start(GenericContainer<?> container) {
    container.withStartupCheckStrategy(new Begun()).start();
    return new ContainerCommand(container);
  }

  @Override
  public String out() {
    return container.getLogs(OutputType.STDOUT);
  }

  @Override
  public String err() {
    return container.getLogs(OutputType.STDERR);
  }

  @Override
  public int interrupt() {
    signal("INT");
    return INTERRUPTED;
  }

  @Override
  public void kill() {
    signal("KILL");
    exitCode();
  }

  @Override
  public int exitCode() {
    await("the command ends").atMost(LIMIT).until(() -> !Boolean.TRUE.equals(state().getRunning()));
    return state().getExitCodeLong().intValue();
  }

  @Override
  public void close() {
    container.close();
  }

  private ContainerState state() {
    return container.getCurrentContainerInfo().getState();
  }

  private void signal(String name) {
    container
        .getDockerClient()
        .killContainerCmd(container.getContainerId())
        .withSignal(name)
        .exec();
  }

  private static final class Begun extends StartupCheckStrategy {
    @Override
    public StartupStatus checkStartupState(DockerClient client, String container) {
      return StartupStatus.SUCCESSFUL;
    }
  }
}
