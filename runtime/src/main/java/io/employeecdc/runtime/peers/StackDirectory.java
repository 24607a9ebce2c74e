package io.employeecdc.runtime.peers;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where a local stack lives; to be mixed into a command. */
public final class StackDirectory {
  @Option(
      names = "--stack-directory",
      paramLabel = "DIR",
      description = "Data and logs of the local stack. Default: .cdc/stack beside the launcher.")
  String directory;

  public Path path() {
    String home = System.getProperty("cdc.home", ".cdc");
    return (directory == null ? Path.of(home, "stack") : Path.of(directory)).toAbsolutePath();
  }
}
