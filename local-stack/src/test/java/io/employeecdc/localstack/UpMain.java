package io.employeecdc.localstack;

import java.nio.file.Path;

/** Starts a stack in a JVM of its own and leaves it running, as {@code cdc stack up} does. */
final class UpMain {
  private UpMain() {}

  public static void main(String[] arguments) {
    LocalStack.up(new StackSettings(Path.of(arguments[0]), 1, 0));
  }

  static Process start(Path directory) throws Exception {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            UpMain.class.getName(),
            directory.toString())
        .redirectErrorStream(true)
        .redirectOutput(directory.resolveSibling(directory.getFileName() + "-up.log").toFile())
        .start();
  }
}
