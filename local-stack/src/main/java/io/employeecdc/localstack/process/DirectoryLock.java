package io.employeecdc.localstack.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Keeps two programs, or two threads of one, from starting and ending the same stack at once. It is
 * a lock of the operating system, so it ends with the process that holds it.
 *
 * <p>The lock file is deleted with the stack, while others may already wait for it. They would then
 * hold a lock on a file that has no name any more, so whoever gets the lock checks through the name
 * that it still leads to the file that is locked.
 */
public record DirectoryLock(Path directory, ReentrantLock here, FileChannel channel)
    implements AutoCloseable {
  private static final String NAME = "stack.lock";
  private static final Map<Path, ReentrantLock> HERE = new ConcurrentHashMap<>();

  public static boolean isLockFile(Path file) {
    return file.endsWith(NAME);
  }

  /** Waits for the lock; creates the directory when there is none. */
  @SuppressWarnings("LockNotBeforeTry") // the lock outlives this method
  public static DirectoryLock acquire(Path directory) throws IOException {
    ReentrantLock here = HERE.computeIfAbsent(directory, d -> new ReentrantLock());
    here.lock();
    try {
      while (true) {
        FileChannel channel = lock(PrivateFiles.directories(directory).resolve(NAME));
        if (stillNamed(channel, directory.resolve(NAME))) {
          return new DirectoryLock(directory, here, channel);
        }
        channel.close();
      }
    } catch (IOException | RuntimeException e) {
      here.unlock();
      throw e;
    }
  }

  private static FileChannel lock(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      channel.lock();
      return channel;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static boolean stillNamed(FileChannel channel, Path file) throws IOException {
    String token = UUID.randomUUID().toString();
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(token.getBytes(StandardCharsets.US_ASCII)), 0);
    try {
      return Files.readString(file, StandardCharsets.US_ASCII).equals(token);
    } catch (NoSuchFileException deleted) {
      return false;
    }
  }

  /** Deletes the lock file, and the directory if that leaves it empty; the holder's last act. */
  public void leaveNoTrace() throws IOException {
    Files.deleteIfExists(directory.resolve(NAME));
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
