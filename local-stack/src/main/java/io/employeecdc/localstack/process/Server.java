package io.employeecdc.localstack.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One server of the stack: a process of its own that listens on 127.0.0.1. All that is known about
 * it is on disk, so two objects, also in two JVMs, may stand for the same server.
 */
public abstract class Server implements Service {
  private static final Logger LOG = LoggerFactory.getLogger(Server.class);
  private static final Duration START_LIMIT = Duration.ofSeconds(90);
  private static final Duration STOP_LIMIT = Duration.ofSeconds(30);
  private static final Duration KILL_LIMIT = Duration.ofSeconds(10);
  private static final int HTTP_MILLIS = 3_000;
  private static final int LOG_LINES = 15;

  private final String name;
  private final Path home;
  private final int port;
  private final PidFile pidFile;

  /** Null unless this object started it. */
  private volatile Process child;

  protected Server(String name, Path stack, int port) {
    this.name = name;
    this.home = stack.resolve(name);
    this.port = port;
    this.pidFile = new PidFile(home.resolve("pid"));
  }

  protected abstract List<String> command() throws IOException;

  /** Makes its data from nothing, or finds that it has been made. */
  protected void prepare() throws IOException {}

  protected Map<String, String> environmentVariables() {
    return Map.of();
  }

  protected Signal stopSignal() {
    return Signal.TERM;
  }

  /** Whether it gives a right answer to a client's simplest question, within seconds. */
  public abstract boolean answers();

  @Override
  public final String name() {
    return name;
  }

  /** Its port on 127.0.0.1; it stays the same for as long as the stack exists. */
  @Override
  public final int port() {
    return port;
  }

  /**
   * The id of its process.
   *
   * @throws StackException if it does not run
   */
  public final long pid() {
    return process()
        .map(ProcessHandle::pid)
        .orElseThrow(() -> new StackException(name + " does not run"));
  }

  public List<Integer> ports() {
    return List.of(port);
  }

  public final Path log() {
    return home.resolve(name + ".log");
  }

  @Override
  public final String printed() {
    try {
      return Files.readString(log());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public final boolean alive() {
    return process().isPresent();
  }

  /**
   * Starts it, with the data and port that it had, and waits until it answers. One that runs is
   * only waited for; one that was paused goes on.
   *
   * @throws StackException if it does not come up; the message holds the end of its log
   */
  @Override
  public final synchronized void start() {
    long begun = System.nanoTime();
    try {
      if (alive()) {
        resume();
      } else {
        launch();
      }
    } catch (IOException e) {
      throw failed("cannot be started (" + e.getMessage() + ")", e);
    }
    if (!Waiting.until(START_LIMIT, () -> answers() || !alive())) {
      throw failed("gave no answer for " + START_LIMIT.toSeconds() + " s", null);
    }
    if (!alive()) {
      throw failed("ended while it was starting", null);
    }
    LOG.debug("{} answered after {} ms", name, (System.nanoTime() - begun) / 1_000_000);
  }

  /**
   * Whether somebody answers there that all is well, within seconds.
   *
   * @param trust of a server that encrypts; null for Java's own
   */
  protected static boolean isOk(URI uri, SSLContext trust) {
    try {
      HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
      if (trust != null) {
        ((HttpsURLConnection) connection).setSSLSocketFactory(trust.getSocketFactory());
      }
      connection.setConnectTimeout(HTTP_MILLIS);
      connection.setReadTimeout(HTTP_MILLIS);
      try {
        return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
      } finally {
        connection.disconnect();
      }
    } catch (IOException notYet) {
      return false;
    }
  }

  private void launch() throws IOException {
    PrivateFiles.directories(home);
    prepare();
    pidFile.delete();
    Process started = Detached.start(command(), environmentVariables(), pidFile.file(), log());
    child = started;
    Waiting.until(KILL_LIMIT, () -> alive() || !started.isAlive());
  }

  private StackException failed(String what, IOException cause) {
    String message = "%s %s; %s ends with:%n%s".formatted(name, what, log(), logTail());
    return new StackException(message, cause);
  }

  /** The end of its log, for the message that says why it did not start. */
  private String logTail() {
    try {
      // Logs may hold bytes of any encoding; Latin-1 never refuses them.
      List<String> lines = Files.readAllLines(log(), StandardCharsets.ISO_8859_1);
      int from = Math.max(0, lines.size() - LOG_LINES);
      return String.join(System.lineSeparator(), lines.subList(from, lines.size()));
    } catch (IOException e) {
      return "(no log: " + e.getMessage() + ")";
    }
  }

  @Override
  public final void stop() {
    stop(STOP_LIMIT);
  }

  public final synchronized void stop(Duration limit) {
    Optional<ProcessHandle> process = process();
    if (process.isPresent()) {
      List<ProcessHandle> all = withChildren(process.get());
      Signal.CONT.send(all);
      stopSignal().send(List.of(process.get()));
      if (!Waiting.until(limit, () -> ended(all))) {
        kill();
      }
    }
  }

  /**
   * Waits until it has ended by itself, or by somebody's signal.
   *
   * @throws StackException if it still runs after that time, or if another object started it
   */
  @Override
  public final int awaitExit(Duration limit) {
    Process started = child;
    if (started == null || !Waiting.until(limit, () -> !started.isAlive())) {
      throw new StackException("%s has not ended within %d s".formatted(name, limit.toSeconds()));
    }
    return started.exitValue();
  }

  /** Ends it at once, with all its children, as a power failure would (kill -9); its data stays. */
  @Override
  public final synchronized void kill() {
    process().ifPresent(this::kill);
  }

  private void kill(ProcessHandle process) {
    // Stopped first, it cannot have another child between the listing and the kill.
    Signal.STOP.send(List.of(process));
    List<ProcessHandle> all = withChildren(process);
    Signal.KILL.send(all);
    if (!Waiting.until(KILL_LIMIT, () -> ended(all))) {
      throw new StackException(name + " (process " + process.pid() + ") cannot be killed");
    }
  }

  /** Holds it where it is (SIGSTOP): connections stay open and nothing is answered. */
  public final void pause() {
    process().ifPresent(process -> Signal.STOP.send(withChildren(process)));
  }

  /** Lets it go on after {@link #pause()}. */
  public final void resume() {
    process().ifPresent(process -> Signal.CONT.send(withChildren(process)));
  }

  public final Path home() {
    return home;
  }

  private Optional<ProcessHandle> process() {
    return pidFile.process();
  }

  private static List<ProcessHandle> withChildren(ProcessHandle process) {
    return Stream.concat(Stream.of(process), process.descendants()).toList();
  }

  private static boolean ended(List<ProcessHandle> processes) {
    return processes.stream().noneMatch(PidFile::lives);
  }

  @Override
  public String toString() {
    return name + " at 127.0.0.1:" + port;
  }
}
