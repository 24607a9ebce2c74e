package io.employeecdc.monitoring;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A program that answers HTTP on a port of 127.0.0.1, ended with the test that started it. */
final class Child implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  private static final int ANSWER_MILLIS = 2_000;

  private final List<String> command;
  private final Map<String, String> environment;
  private final Path log;
  private final int port;
  private final Thread atExit = new Thread(this::kill);
  private Process process;

  /**
   * Not started.
   *
   * @param listen the option that takes the address to listen on
   */
  Child(Path program, Path log, String listen, List<String> options, Map<String, String> settings)
      throws IOException {
    this.port = freePort();
    this.log = log;
    this.environment = Map.copyOf(settings);
    this.command = new ArrayList<>(List.of(program.toString(), listen + "=127.0.0.1:" + port));
    command.addAll(options);
    Runtime.getRuntime().addShutdownHook(atExit);
  }

  /** Starts it and waits until it answers. */
  void start() throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    process = builder.start();
    await(command.get(0) + " answers; log: " + log).atMost(START_LIMIT).until(this::answers);
  }

  String address() {
    return "127.0.0.1:" + port;
  }

  /** Ends it at once; it can be started again. */
  void kill() {
    if (process != null) {
      process.destroyForcibly().onExit().join();
    }
  }

  @Override
  public void close() {
    kill();
    Runtime.getRuntime().removeShutdownHook(atExit);
  }

  private boolean answers() {
    if (!process.isAlive()) {
      throw new IllegalStateException(command.get(0) + " ended; log: " + log);
    }
    try {
      HttpURLConnection connection =
          (HttpURLConnection) URI.create("http://" + address()).toURL().openConnection();
      connection.setConnectTimeout(ANSWER_MILLIS);
      connection.setReadTimeout(ANSWER_MILLIS);
      return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 0, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
