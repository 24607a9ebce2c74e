package io.employeecdc.localstack;

import io.employeecdc.localstack.process.DirectoryLock;
import io.employeecdc.localstack.process.InParallel;
import io.employeecdc.localstack.process.Ports;
import io.employeecdc.localstack.process.PrivateFiles;
import io.employeecdc.localstack.process.Server;
import io.employeecdc.localstack.process.StackException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Two PostgreSQL servers, one or three Kafka brokers, a Schema Registry and, if asked for, Kafka
 * Connect, which outlive the program that started them and are found again by their directory.
 */
public final class LocalStack implements AutoCloseable {
  private static final String SECOND_SITE = "site-2";
  private static final Duration STOP_LIMIT = Duration.ofSeconds(2);

  private final Path directory;
  private final Postgres source;
  private final Postgres target;
  private final SchemaRegistry registry;
  private final List<Server> brokers;
  private final List<KafkaConnect> connect;
  private final StackAccess access;
  private final String bootstrapServers;

  private LocalStack(Path directory, StackFile file) {
    Security security = file.secure() ? Security.in(directory) : null;
    this.directory = directory;
    this.source = new Postgres("source", directory, file.source(), file.password(), security);
    this.target = new Postgres("target", directory, file.target(), file.password(), security);
    this.registry = new SchemaRegistry(directory, file.registry(), security);
    this.access = new StackAccess(this, security);
    this.connect = file.connect().stream().map(port -> KafkaConnect.of(directory, file)).toList();
    this.bootstrapServers = file.bootstrapServers();
    this.brokers =
        IntStream.rangeClosed(1, file.brokers())
            .<Server>mapToObj(id -> new KafkaBroker(directory, file, id, security))
            .toList();
  }

  /**
   * Starts a stack and waits until each server answers. If the directory has one already, whoever
   * started it and however that ended, its live servers are kept and its dead ones are started
   * again with their data and ports. When a server does not come up, those that this call started
   * are ended; their logs stay.
   *
   * @throws StackException if the directory holds something else or a stack with other settings, if
   *     a port is taken, or if a server does not come up
   */
  public static LocalStack up(StackSettings settings) {
    Path directory = settings.directory();
    try (DirectoryLock lock = DirectoryLock.acquire(directory)) {
      try {
        StackFile file = StackFile.of(settings);
        LocalStack stack = new LocalStack(directory, file);
        List<Server> dead = stack.servers().stream().filter(server -> !server.alive()).toList();
        requireFreePorts(dead);
        file.write(directory);
        if (file.secure()) {
          Security.in(directory).prepare(file.password());
        }
        stack.start(dead);
        return stack;
      } finally {
        if (!StackFile.isIn(directory)) {
          lock.leaveNoTrace();
        }
      }
    } catch (IOException e) {
      throw new StackException("Cannot use the directory " + directory + ": " + e, e);
    }
  }

  /** Checked for all servers before the first is started. */
  private static void requireFreePorts(List<Server> servers) {
    for (Server server : servers) {
      for (int port : server.ports()) {
        if (!Ports.isFree(port)) {
          throw new StackException(
              "Port %d for %s is taken by another process".formatted(port, server.name()));
        }
      }
    }
  }

  private void start(List<Server> dead) {
    try {
      InParallel.each(servers(), Server::start);
    } catch (StackException e) {
      InParallel.each(dead, Server::kill);
      throw e;
    }
  }

  /**
   * The stack of a directory, as far as it lives; starts nothing.
   *
   * @return empty if the directory has no stack
   */
  public static Optional<LocalStack> find(Path directory) {
    Path absolute = directory.toAbsolutePath().normalize();
    return StackFile.read(absolute).map(file -> new LocalStack(absolute, file));
  }

  /** The server that is captured; its port is 0 where that is another stack's. */
  public Postgres source() {
    return source;
  }

  public Postgres target() {
    return target;
  }

  /** The Kafka brokers, by node id from 1. */
  public List<Server> brokers() {
    return brokers;
  }

  public SchemaRegistry registry() {
    return registry;
  }

  /**
   * Its Kafka Connect.
   *
   * @throws IllegalStateException if it has none
   */
  public KafkaConnect connect() {
    return connect.stream().findFirst().orElseThrow(IllegalStateException::new);
  }

  public List<Server> servers() {
    return Stream.of(List.of(source, target, registry), brokers, connect)
        .<Server>flatMap(List::stream)
        .filter(server -> server.port() != 0)
        .toList();
  }

  /** The stack of another site, started; it has no source of its own, and ends with this one. */
  public LocalStack secondSite() {
    return up(
        new StackSettings(directory.resolve(SECOND_SITE), brokers.size(), 0, false, false, false));
  }

  /** This one, and the other site's if it has been started. */
  public List<LocalStack> sites() {
    return Stream.concat(Stream.of(this), find(directory.resolve(SECOND_SITE)).stream()).toList();
  }

  /**
   * What carries topics from another stack's brokers to those of this one, and ends with it; not
   * started.
   *
   * @param group whose offsets it leaves alone
   */
  public MirrorMaker mirrorOf(LocalStack from, List<String> topics, String group) {
    return MirrorMaker.between(from, this, topics, group);
  }

  /** The same as {@link #service(String, StackUser, List, Map)}, as the administrator. */
  public JavaService service(String name, List<String> command, Map<String, String> settings) {
    return service(name, StackUser.ADMIN, command, settings);
  }

  /**
   * A service of the project that is to run beside the stack, and to end with it; not started.
   *
   * @param name its directory in that of the stack
   * @param command options of its JVM, its main class, its arguments
   * @param settings environment variables beside those of {@link StackAccess#environment}
   */
  public JavaService service(
      String name, StackUser user, List<String> command, Map<String, String> settings) {
    Map<String, String> all = new TreeMap<>(access.environment(user));
    all.putAll(settings);
    return JavaService.create(name, directory, command, all);
  }

  public List<Server> services() {
    return List.copyOf(JavaService.in(directory));
  }

  public Path directory() {
    return directory;
  }

  /** Every broker's address, for {@code bootstrap.servers}. */
  public String bootstrapServers() {
    return bootstrapServers;
  }

  /** The registry's address, for {@code schema.registry.url}. */
  public URI registryUrl() {
    return registry.uri();
  }

  public StackAccess access() {
    return access;
  }

  /** The settings that all commands read, as environment variables, for the administrator. */
  public SortedMap<String, String> environment() {
    return access.environment(StackUser.ADMIN);
  }

  /**
   * Ends every server and deletes the directory with all data; files in it that are not the stack's
   * stay. Done twice, it does nothing the second time.
   *
   * @throws StackException if a process cannot be ended or a file cannot be deleted
   */
  public void down() {
    if (!Files.exists(directory)) {
      return;
    }
    sites().stream().skip(1).forEach(LocalStack::down);
    try (DirectoryLock lock = DirectoryLock.acquire(directory)) {
      MirrorMaker mirror = MirrorMaker.of(directory);
      mirror.stop(STOP_LIMIT);
      PrivateFiles.deleteTree(mirror.home());
      InParallel.each(services(), server -> server.stop(STOP_LIMIT));
      InParallel.each(servers(), server -> server.stop(STOP_LIMIT));
      for (Server service : services()) {
        PrivateFiles.deleteTree(service.home());
      }
      for (Server server : servers()) {
        PrivateFiles.deleteTree(server.home());
      }
      Security.delete(directory);
      StackFile.delete(directory);
      lock.leaveNoTrace();
    } catch (IOException e) {
      throw new StackException("Cannot delete " + directory + ": " + e, e);
    }
  }

  @Override
  public void close() {
    down();
  }
}
