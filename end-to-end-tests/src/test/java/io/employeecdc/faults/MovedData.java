package io.employeecdc.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.localstack.process.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A server whose data is on a small disk until this is closed. */
final class MovedData implements AutoCloseable {
  private static final long MEGABYTE = 1 << 20;
  private static final String INDEX_PAGES = "64KiB";

  private final Server server;
  private final Path data;
  private final SmallDisk disk;

  private MovedData(Server server, Path data, SmallDisk disk) {
    this.server = server;
    this.data = data;
    this.disk = disk;
  }

  /** Moves a broker's data; it runs again afterwards. */
  static MovedData ofBroker(Server broker, int freeMegabytes) throws IOException {
    Path data = broker.log().resolveSibling("data");
    Path away = broker.log().resolveSibling("data-away");
    // Before that it makes files and deletes them.
    broker.stop();
    try {
      int used = (int) (allocated(data) / MEGABYTE);
      Files.move(data, away);
      Files.createDirectory(data);
      SmallDisk disk = mount(data, away, used + freeMegabytes);
      copy(away, data);
      run(List.of("rm", "-r", away.toString()));
      return new MovedData(broker, data, disk);
    } finally {
      broker.start();
    }
  }

  /**
   * Leaves no block for what is written to a log. The indexes, which the broker has mapped into its
   * memory, get the next pages they need before: without them it writes a batch, says that it
   * failed, and goes on (docs/decisions/0016).
   */
  void fill() throws IOException {
    try (Stream<Path> files = Files.walk(data)) {
      for (Path index : files.filter(file -> file.toString().endsWith("index")).toList()) {
        run(List.of("fallocate", "--keep-size", "--length", INDEX_PAGES, index.toString()));
      }
    }
    disk.fill();
  }

  /** Gives the space back. */
  void free() {
    disk.free();
  }

  @Override
  public void close() throws IOException {
    Path away = data.resolveSibling("data-away");
    disk.free();
    server.stop();
    Files.createDirectory(away);
    copy(data, away);
    disk.close();
    Files.delete(data);
    Files.move(away, data);
    server.start();
  }

  private static SmallDisk mount(Path data, Path away, int megabytes) throws IOException {
    try {
      return SmallDisk.over(data, megabytes);
    } catch (IOException | RuntimeException notAllowed) {
      Files.delete(data);
      Files.move(away, data);
      throw notAllowed;
    }
  }

  private static void copy(Path from, Path to) {
    run(List.of("cp", "-a", "--sparse=always", from + "/.", to.toString()));
  }

  private static void run(List<String> command) {
    assertThat(SmallDisk.run(command)).as("%s", command).isZero();
  }

  /** Blocks, not lengths: a broker makes its indexes longer than what they hold. */
  private static long allocated(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(MovedData::allocatedOne).sum();
    }
  }

  private static long allocatedOne(Path file) {
    boolean sparse = file.toString().endsWith("index");
    try {
      return sparse ? 8192 : Files.size(file) + 4096;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
