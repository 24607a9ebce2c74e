package io.employeecdc.monitoring;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs that are not ours and may be installed. */
enum Program {
  PROMETHEUS("prometheus"),
  POSTGRES_EXPORTER("prometheus-postgres-exporter postgres_exporter"),
  NODE_EXPORTER("prometheus-node-exporter node_exporter");

  /** Debian's first, separated by spaces. */
  private final String names;

  Program(String names) {
    this.names = names;
  }

  /** Where it is, if one of its names is on the PATH. */
  Optional<Path> find() {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.of(names.split(" ", -1))
        .flatMap(
            name -> Stream.of(path.split(File.pathSeparator)).map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  Path require() {
    return find().orElseThrow(() -> new IllegalStateException(this + " is not on the PATH"));
  }
}
