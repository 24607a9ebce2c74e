package io.employeecdc.localstack;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.employeecdc.localstack.process.DirectoryLock;
import io.employeecdc.localstack.process.Ports;
import io.employeecdc.localstack.process.PrivateFiles;
import io.employeecdc.localstack.process.StackException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What a stack consists of, decided once and then kept: {@code stack.json} in its directory,
 * written before any server is started. A server that comes back has its old port.
 *
 * @param source its port; 0 for a stack without one
 * @param internal where the brokers of a secure stack talk to each other; empty otherwise
 * @param connect Kafka Connect's port; empty for a stack without it
 */
record StackFile(
    int brokers,
    int firstPort,
    boolean secure,
    String clusterId,
    String password,
    int source,
    int target,
    int registry,
    List<Integer> kafka,
    List<Integer> controllers,
    List<Integer> internal,
    List<Integer> connect) {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NAME = "stack.json";

  StackFile {
    // A stack that an older build has begun says nothing of it.
    connect = connect == null ? List.of() : connect;
  }

  static boolean isIn(Path directory) {
    return Files.isRegularFile(directory.resolve(NAME));
  }

  /** What the directory's stack consists of, or a new one would. */
  static StackFile of(StackSettings settings) throws IOException {
    Path directory = settings.directory();
    StackFile known = read(directory).orElse(null);
    if (known != null) {
      requireSame(settings, known);
      return known;
    }
    requireEmpty(directory);
    return choose(settings);
  }

  private static void requireSame(StackSettings settings, StackFile known) {
    if (settings.brokers() != known.brokers()) {
      throw new StackException(
          "The stack in %s has %d broker(s), not %d: end it first"
              .formatted(settings.directory(), known.brokers(), settings.brokers()));
    }
    if (settings.secure() != known.secure()) {
      throw new StackException(
          "The stack in %s is %s: end it first"
              .formatted(settings.directory(), known.secure() ? "secure" : "not secure"));
    }
    if (settings.connect() == known.connect().isEmpty()) {
      throw new StackException(
          "The stack in %s is %s Kafka Connect: end it first"
              .formatted(settings.directory(), known.connect().isEmpty() ? "without" : "with"));
    }
    if (settings.firstPort() != 0 && settings.firstPort() != known.firstPort()) {
      throw new StackException(
          "The stack in %s has its source on port %d, not %d: end it first"
              .formatted(settings.directory(), known.source(), settings.firstPort()));
    }
  }

  /** The directory will be deleted one day, so it must not be somebody's home. */
  private static void requireEmpty(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      List<Path> strangers =
          files
              .filter(file -> !DirectoryLock.isLockFile(file) && !file.endsWith(NAME + ".tmp"))
              .toList();
      if (!strangers.isEmpty()) {
        throw new StackException(
            "%s is neither empty nor a stack's directory: it has %s"
                .formatted(directory, strangers.get(0).getFileName()));
      }
    }
  }

  static StackFile choose(StackSettings settings) {
    int brokers = settings.brokers();
    int internal = settings.secure() ? brokers : 0;
    int connect = settings.connect() ? 1 : 0;
    Iterator<Integer> ports =
        Ports.chosen(settings.firstPort(), 3 + 2 * brokers + internal + connect);
    return new StackFile(
        brokers,
        settings.firstPort(),
        settings.secure(),
        // Kafka's cluster ids are base64 of 16 bytes; these 22 letters are such a text.
        newClusterId(),
        Security.randomPassword(),
        settings.source() ? ports.next() : 0,
        ports.next(),
        ports.next(),
        take(ports, brokers),
        take(ports, brokers),
        take(ports, internal),
        take(ports, connect));
  }

  /** Every broker's address, for {@code bootstrap.servers}. */
  String bootstrapServers() {
    return kafka.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
  }

  static Optional<StackFile> read(Path directory) {
    if (!isIn(directory)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(directory.resolve(NAME).toFile(), StackFile.class));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void write(Path directory) throws IOException {
    Path draft = PrivateFiles.create(directory.resolve(NAME + ".tmp"));
    JSON.writeValue(draft.toFile(), this);
    Files.move(draft, directory.resolve(NAME), StandardCopyOption.ATOMIC_MOVE);
  }

  static void delete(Path directory) throws IOException {
    Files.deleteIfExists(directory.resolve(NAME + ".tmp"));
    Files.deleteIfExists(directory.resolve(NAME));
  }

  private static List<Integer> take(Iterator<Integer> ports, int count) {
    return IntStream.range(0, count).mapToObj(i -> ports.next()).toList();
  }

  private static String newClusterId() {
    byte[] random = new byte[11];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }
}
