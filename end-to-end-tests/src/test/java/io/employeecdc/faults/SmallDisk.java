package io.employeecdc.faults;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A file system of its own, small enough to fill: a tmpfs over a folder, which only root may mount.
 * A test that needs one is skipped where that is refused.
 */
final class SmallDisk implements AutoCloseable {
  private static final byte[] BLOCK = new byte[4096];

  private final Path folder;
  private final Thread lastResort;

  private SmallDisk(Path folder) {
    this.folder = folder;
    this.lastResort = new Thread(this::unmount, "small-disk-unmount");
  }

  /** Mounts it over an existing folder, whose files are out of sight until it is closed. */
  static SmallDisk over(Path folder, int megabytes) throws IOException {
    String options = "mode=0700,size=" + megabytes + "m";
    assumeTrue(
        run(List.of("mount", "-t", "tmpfs", "-o", options, "none", folder.toString())) == 0,
        "a full disk needs a small file system, which may not be mounted here");
    SmallDisk disk = new SmallDisk(folder);
    Runtime.getRuntime().addShutdownHook(disk.lastResort);
    return disk;
  }

  Path folder() {
    return folder;
  }

  /** Leaves no block for anybody. */
  void fill() {
    try (OutputStream balloon = Files.newOutputStream(balloon())) {
      while (true) {
        balloon.write(BLOCK);
      }
    } catch (IOException full) {
      // As it is to be.
    }
  }

  /** Gives the space back. */
  void free() {
    try {
      Files.deleteIfExists(balloon());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Unmounts it; nobody may use it any more. */
  @Override
  public void close() {
    Runtime.getRuntime().removeShutdownHook(lastResort);
    unmount();
  }

  static int run(List<String> command) {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start()
          .waitFor();
    } catch (IOException notInstalled) {
      return -1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return -1;
    }
  }

  private void unmount() {
    // Lazily, for a server that was not stopped would else keep it for good.
    run(List.of("umount", "--lazy", folder.toString()));
  }

  private Path balloon() {
    return folder.resolve("balloon");
  }
}
