package io.employeecdc.endtoend;

import static org.awaitility.Awaitility.await;

import io.employeecdc.localstack.process.Service;
import io.employeecdc.localstack.process.StackException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import org.testcontainers.containers.ContainerLaunchException;
import org.testcontainers.containers.GenericContainer;

/** A service of ours that has a new container each time it is started, as Compose does it. */
final class ContainerService implements Service {
  /** The port of its pages in the container. */
  static final int MANAGEMENT = 9400;

  private static final int GRACE_SECONDS = 30;
  private static final Path LOGS = Path.of("target", "containers");

  private final String name;
  private final Supplier<GenericContainer<?>> containers;

  /** What its earlier containers have printed. */
  private String earlier = "";

  /** Null while there is none. */
  private GenericContainer<?> container;

  ContainerService(String name, Supplier<GenericContainer<?>> containers) {
    this.name = name;
    this.containers = containers;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int port() {
    return container == null ? 0 : container.getMappedPort(MANAGEMENT);
  }

  @Override
  public String printed() {
    return earlier + (container == null ? "" : container.getLogs());
  }

  @Override
  public boolean alive() {
    return container != null
        && Boolean.TRUE.equals(container.getCurrentContainerInfo().getState().getRunning());
  }

  @Override
  public void start() {
    remove();
    container = containers.get();
    try {
      container.start();
    } catch (ContainerLaunchException e) {
      throw new StackException(name + " does not come up", e);
    }
    if (!alive()) {
      throw new StackException(name + " ended while it was starting");
    }
  }

  @Override
  public void stop() {
    container
        .getDockerClient()
        .stopContainerCmd(container.getContainerId())
        .withTimeout(GRACE_SECONDS)
        .exec();
  }

  @Override
  public void kill() {
    container.getDockerClient().killContainerCmd(container.getContainerId()).exec();
    await(name + " has ended").until(() -> !alive());
  }

  @Override
  public int awaitExit(Duration limit) {
    await(name + " ends").atMost(limit).until(() -> !alive());
    return container.getCurrentContainerInfo().getState().getExitCodeLong().intValue();
  }

  /** Ends it and leaves nothing; what it has printed stays known. */
  void remove() {
    if (container != null) {
      String printed = printed();
      container.stop();
      container = null;
      keep(printed);
    }
  }

  private void keep(String printed) {
    earlier = printed;
    try {
      Files.createDirectories(log().getParent());
      Files.writeString(log(), printed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it is, once its container is gone, what it has printed. */
  Path log() {
    return LOGS.resolve(name + ".log");
  }
}
