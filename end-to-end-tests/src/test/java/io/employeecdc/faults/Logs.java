package io.employeecdc.faults;

import io.employeecdc.localstack.process.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/** What the processes of a scene said, kept where it failed: the stack's own goes with it. */
final class Logs {
  private static final Path KEPT = Path.of("target", "faults");

  private Logs() {}

  static void keep(Stage stage, String name) throws IOException {
    Path folder = Files.createDirectories(KEPT.resolve(name));
    Stream<Server> services = stage.pipeline().services().stream();
    for (Server each : Stream.concat(stage.stack().servers().stream(), services).toList()) {
      if (Files.exists(each.log())) {
        Files.copy(
            each.log(),
            folder.resolve(each.log().getFileName()),
            StandardCopyOption.REPLACE_EXISTING);
      }
    }
    System.out.printf("the logs of all processes are in %s%n", folder.toAbsolutePath());
  }
}
