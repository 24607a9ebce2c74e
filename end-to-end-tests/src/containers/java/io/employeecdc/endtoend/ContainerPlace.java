package io.employeecdc.endtoend;

import java.util.Optional;
import org.testcontainers.DockerClientFactory;

/**
 * In containers, with the images that docker/build has made, where an engine answers. All pipelines
 * share the servers, which end with the JVM.
 */
public final class ContainerPlace implements Place {
  /** Named by the profile "containers" in the POM. */
  public ContainerPlace() {}

  @Override
  public Optional<String> missing() {
    return DockerClientFactory.instance().isDockerAvailable()
        ? Optional.empty()
        : Optional.of("no container engine answers: start one, or name it by DOCKER_HOST");
  }

  @Override
  public PipelineUnderTest bare(String suffix) throws Exception {
    return ContainerPipeline.bare(Holder.SERVERS, suffix);
  }

  private static final class Holder {
    private static final ContainerServers SERVERS = started();

    private static ContainerServers started() {
      ContainerServers servers = new ContainerServers();
      Runtime.getRuntime().addShutdownHook(new Thread(servers::close, "servers-down"));
      servers.start();
      return servers;
    }
  }
}
