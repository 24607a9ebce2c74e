package io.employeecdc.pipeline.endtoend;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.testcontainers.DockerClientFactory;

/** In containers, with the images that docker/build has made, where an engine answers. */
@Tag("containers")
class ContainersTest extends SourceSqlContract {
  @TempDir static Path folder;

  @Override
  RunningPipeline startPipeline() throws Exception {
    assumeTrue(
        DockerClientFactory.instance().isDockerAvailable(),
        "no container engine answers: start one, or name it by DOCKER_HOST");
    return ContainerPipeline.start(folder);
  }
}
