package io.employeecdc.pipeline.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.employeecdc.localstack.Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A server whose data is on a small disk until this is closed. */
final class MovedData implements AutoCloseable {
  private static final long MEGABYTE = 1 << 20;

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
      copy(List.of("rm", "-r", away.toString()));
      return new MovedData(broker, data, disk);
    } finally {
      broker.start();
    }
  }

  SmallDisk disk() {
    return disk;
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
    copy(List.of("cp", "-a", "--sparse=always", from + "/.", to.toString()));
  }

  private static void copy(List<String> command) {
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
