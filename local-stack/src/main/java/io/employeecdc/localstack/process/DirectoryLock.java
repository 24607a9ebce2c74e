package io.employeecdc.localstack.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps two programs, or two threads of one, from starting and ending the same stack at once. It is
 * a lock of the operating system, so it ends with the process that holds it.
 *
 * <p>The lock file lies in the cache and is never deleted, as the directory is: whoever waits and
 * whoever comes later mean the same file. There are few of them, so directories may share one. Who
 * has another cache, as another user, is not kept out.
 */
public record DirectoryLock(Path directory, ReentrantLock here, FileChannel channel)
    implements AutoCloseable {
  private static final int FILES = 64;
  private static final Map<Path, ReentrantLock> HERE = new ConcurrentHashMap<>();

  /** Waits for the lock; creates the directory when there is none. */
  @SuppressWarnings("LockNotBeforeTry") // the lock outlives this method
  public static DirectoryLock acquire(Path directory) throws IOException {
    String name = PrivateFiles.directories(directory).toRealPath().toString();
    Path file =
        PrivateFiles.directories(Archive.root().resolve("locks"))
            .resolve(Math.floorMod(name.hashCode(), FILES) + ".lock");
    ReentrantLock here = HERE.computeIfAbsent(file, f -> new ReentrantLock());
    here.lock();
    FileChannel channel = null;
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      channel.lock();
      // The one before may have deleted it.
      return new DirectoryLock(PrivateFiles.directories(directory), here, channel);
    } catch (IOException | RuntimeException e) {
      if (channel != null) {
        channel.close();
      }
      here.unlock();
      throw e;
    }
  }

  /** Deletes the directory if it is empty; the holder's last act. */
  public void leaveNoTrace() throws IOException {
    try {
      Files.deleteIfExists(directory);
    } catch (DirectoryNotEmptyException othersUseIt) {
      // Whose files they are, theirs is the directory.
    }
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      here.unlock();
    }
  }
}
