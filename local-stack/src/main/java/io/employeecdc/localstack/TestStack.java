package io.employeecdc.localstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/** The stack that all tests of one JVM share: one broker, free ports, gone when the JVM ends. */
public final class TestStack {
  private TestStack() {}

  /**
   * The shared stack; the first caller waits for its start.
   *
   * @throws StackException if it does not come up
   */
  public static LocalStack shared() {
    return Holder.STACK;
  }

  private static final class Holder {
    private static final LocalStack STACK = start();

    private static LocalStack start() {
      try {
        LocalStack stack =
            LocalStack.up(StackSettings.in(Files.createTempDirectory("employee-cdc-test-")));
        Runtime.getRuntime().addShutdownHook(new Thread(stack::down, "test-stack-down"));
        return stack;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
