package io.employeecdc.localstack;

import io.employeecdc.localstack.process.JavaCommand;
import io.employeecdc.localstack.process.Ports;
import io.employeecdc.localstack.process.PrivateFiles;
import io.employeecdc.localstack.process.Server;
import io.employeecdc.localstack.process.StackException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A service of the project that runs beside the stack as a process of its own, with the entry point
 * that its container uses. Its port is its management port.
 */
public final class JavaService extends Server {
  private static final String PORT_FILE = "management-port";

  private final List<String> command;
  private final Map<String, String> environment;

  private JavaService(
      String name, Path stack, int port, List<String> command, Map<String, String> environment) {
    super(name, stack, port);
    this.command = command;
    this.environment = environment;
  }

  /**
   * A service that is not started yet.
   *
   * @param command options of the JVM, the main class, arguments
   * @param environment the settings; the management port is added
   */
  static JavaService create(
      String name, Path stack, List<String> command, Map<String, String> environment) {
    return new JavaService(name, stack, choosePort(name, stack), command, environment);
  }

  /** A free port, noted so that the stack finds what listens there when it ends. */
  static int choosePort(String name, Path stack) {
    int port = Ports.free(1).get(0);
    try {
      Path home = PrivateFiles.directories(stack.resolve(name));
      Files.writeString(home.resolve(PORT_FILE), String.valueOf(port));
      return port;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The services whose directories are in that of the stack, whoever started them. */
  static List<JavaService> in(Path stack) {
    List<JavaService> services = new ArrayList<>();
    if (!Files.isDirectory(stack)) {
      return services;
    }
    try (var homes =
        Files.newDirectoryStream(stack, home -> Files.exists(home.resolve(PORT_FILE)))) {
      for (Path home : homes) {
        int port = Integer.parseInt(Files.readString(home.resolve(PORT_FILE)));
        services.add(
            new JavaService(home.getFileName().toString(), stack, port, List.of(), Map.of()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return services;
  }

  @Override
  protected void prepare() {
    if (command.isEmpty()) {
      throw new StackException(name() + " can be ended here, but only started by who made it");
    }
  }

  @Override
  protected List<String> command() throws IOException {
    List<String> line = JavaCommand.with(home());
    line.addAll(command);
    return line;
  }

  @Override
  protected Map<String, String> environmentVariables() {
    Map<String, String> all = new HashMap<>(environment);
    all.put("CLASSPATH", JavaCommand.classPath());
    all.put("CDC_MANAGEMENT_PORT", String.valueOf(port()));
    return all;
  }

  @Override
  public boolean answers() {
    return Ports.isListening(port()) && hasStarted("127.0.0.1", port());
  }

  /** Whether one of our services, wherever it runs, says there that it has started. */
  public static boolean hasStarted(String host, int port) {
    return isOk(URI.create("http://%s:%d/health/started".formatted(host, port)), null);
  }
}
