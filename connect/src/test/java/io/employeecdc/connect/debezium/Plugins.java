package io.employeecdc.connect.debezium;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Debezium's plugin, and ours as the archive has it, from the class path of these tests. */
final class Plugins {
  /** What the archive has. */
  private static final String OURS =
      ".*/(schemas|connect|kafka-avro-serializer)/target/classes"
          + "|.*/(schemas|connect|kafka-avro-serializer)-[^/]*SNAPSHOT\\.jar"
          + "|.*/(avro|jackson-core|jackson-annotations|jackson-databind|guava|failureaccess|commons-compress"
          + "|commons-codec|commons-io|commons-lang3)-\\d[^/]*\\.jar";

  private Plugins() {}

  static void lay(Path directory) throws IOException {
    Path ours = Files.createDirectories(directory.resolve("employee-cdc"));
    for (String entry : classPath(entry -> entry.matches(OURS))) {
      Path path = Path.of(entry);
      if (Files.isDirectory(path)) {
        String jar = path.getParent().getParent().getFileName() + ".jar";
        tool("jar", "--create", "--file", ours.resolve(jar).toString(), "-C", entry, ".");
      } else {
        Files.createSymbolicLink(ours.resolve(path.getFileName()), path);
      }
    }
    // Contracts of tests.
    String samples =
        classPath(
                entry ->
                    entry.endsWith("schemas/target/test-classes")
                        || entry.matches(".*/schemas-[^/]*-tests\\.jar"))
            .get(0);
    if (Files.isDirectory(Path.of(samples))) {
      String jar = ours.resolve("samples.jar").toString();
      tool("jar", "--create", "--file", jar, "-C", samples, "released");
    } else {
      Files.createSymbolicLink(ours.resolve("samples.jar"), Path.of(samples));
    }
    unpack(Path.of("target", "debezium-connector-postgres.tar.gz"), directory);
  }

  private static void unpack(Path archive, Path directory) throws IOException {
    Process tar =
        new ProcessBuilder("tar", "-xzf", archive.toString(), "-C", directory.toString())
            .inheritIO()
            .start();
    assertThat(tar.onExit().join().exitValue()).isZero();
  }

  private static void tool(String name, String... arguments) {
    ToolProvider tool = ToolProvider.findFirst(name).orElseThrow();
    assertThat(tool.run(System.out, System.err, arguments)).isZero();
  }

  /** Connect's own classes. */
  static String workersClassPath() {
    return String.join(
        File.pathSeparator,
        classPath(entry -> entry.endsWith(".jar") && !entry.contains("SNAPSHOT")));
  }

  private static List<String> classPath(Predicate<String> which) {
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(which)
        .collect(Collectors.toList());
  }
}
