package io.employeecdc.localstack;

import io.employeecdc.localstack.process.Detached;
import io.employeecdc.localstack.process.PidFile;
import io.employeecdc.localstack.process.Server;
import io.employeecdc.localstack.process.StackException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The stack that all tests of one JVM share: one broker, free ports, gone when the JVM ends;
 * another with three brokers, a secure one, and one with Kafka Connect. What a killed JVM leaves
 * behind, the next one to start such a stack takes down.
 */
public final class TestStack {
  private static final String PREFIX = "employee-cdc-test-";
  private static final Pattern NAME = Pattern.compile(PREFIX + "([0-9]{1,9})-.*");

  private TestStack() {}

  /**
   * The shared stack; the first caller waits for its start.
   *
   * @throws StackException if it does not come up
   */
  public static LocalStack shared() {
    return Holder.STACK;
  }

  /**
   * The shared stack with three brokers; the first caller waits for its start.
   *
   * @throws StackException if it does not come up
   */
  public static LocalStack withThreeBrokers() {
    return ThreeBrokers.STACK;
  }

  /**
   * The shared stack that is secure, with one broker; the first caller waits for its start.
   *
   * @throws StackException if it does not come up
   */
  public static LocalStack secure() {
    return Secure.STACK;
  }

  /**
   * The shared stack that has Kafka Connect; the first caller waits for its start.
   *
   * @throws StackException if it does not come up
   */
  public static LocalStack withConnect() {
    return WithConnect.STACK;
  }

  /** Ends the stacks in a directory whose JVM, which their names tell, has ended. */
  static void endOrphans(Path parent) throws IOException {
    try (DirectoryStream<Path> directories = Files.newDirectoryStream(parent, PREFIX + "*")) {
      for (Path directory : directories) {
        if (isOurs(directory) && !ownerLives(directory)) {
          LocalStack.find(directory).ifPresent(LocalStack::down);
        }
      }
    }
  }

  /** Others may write here as well, and what a stack's directory says is acted on. */
  private static boolean isOurs(Path directory) throws IOException {
    return Files.getOwner(directory).getName().equals(System.getProperty("user.name"));
  }

  private static boolean ownerLives(Path directory) {
    Matcher name = NAME.matcher(directory.getFileName().toString());
    return !name.matches()
        || ProcessHandle.of(Long.parseLong(name.group(1))).filter(PidFile::lives).isPresent();
  }

  private static LocalStack start(int brokers, boolean secure, boolean connect) {
    if (Boolean.getBoolean("cdc.tests.without.servers")) {
      throw new IllegalStateException("a test that needs servers has the tag 'servers'");
    }
    try {
      Path parent = Path.of(System.getProperty("java.io.tmpdir"));
      endOrphans(parent);
      Path directory =
          Files.createTempDirectory(parent, PREFIX + ProcessHandle.current().pid() + "-");
      LocalStack stack = LocalStack.up(new StackSettings(directory, brokers, 0, secure, connect));
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(stack), "test-stack-down"));
      return stack;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** An interrupted test goes on while this runs, and would start its servers again. */
  private static void end(LocalStack stack) {
    Detached.startNothingMore();
    // Nobody reads any more what they would write as they end. A database leaves shared memory.
    Stream.concat(stack.services().stream(), stack.servers().stream())
        .filter(server -> !(server instanceof Postgres))
        .parallel()
        .forEach(Server::kill);
    stack.down();
  }

  private static final class Holder {
    private static final LocalStack STACK = start(1, false, false);
  }

  private static final class ThreeBrokers {
    private static final LocalStack STACK = start(3, false, false);
  }

  private static final class Secure {
    private static final LocalStack STACK = start(1, true, false);
  }

  private static final class WithConnect {
    private static final LocalStack STACK = start(1, false, true);
  }
}
