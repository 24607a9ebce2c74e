package io.employeecdc.localstack.process;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * A packed server on the class path. It is unpacked once for each user and version: in {@code
 * employee-cdc} under {@code $XDG_CACHE_HOME} or {@code ~/.cache}, which may be deleted whenever no
 * stack is up.
 *
 * <p>A directory gets its name only when it is complete, so one that has its name is whole,
 * whatever was killed and however many JVMs unpack at once: the first rename wins.
 *
 * @param resource its absolute resource name; ends with {@code .tar.gz} or {@code .txz}
 * @param sha256 what the archive is known to be, in hexadecimal
 */
public record Archive(String name, String resource, String sha256) {
  private static final int BUFFER = 1 << 16;

  /**
   * The directory with what is in it.
   *
   * @throws StackException if the archive is missing or is not the one that was recorded
   */
  public Path unpacked() throws IOException {
    synchronized (Archive.class) {
      return unpackOnce();
    }
  }

  private Path unpackOnce() throws IOException {
    Path ready = root().resolve(name + "-" + sha256.substring(0, 16));
    if (Files.isDirectory(ready)) {
      return ready;
    }
    deleteAbandoned(ready.getParent());
    Path draft = ready.resolveSibling("." + ready.getFileName() + "." + UUID.randomUUID());
    PrivateFiles.directories(draft);
    try {
      unpack(draft);
      Files.move(draft, ready, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | RuntimeException e) {
      PrivateFiles.deleteTree(draft);
      if (e instanceof IOException && Files.isDirectory(ready)) {
        return ready;
      }
      throw e;
    }
    return ready;
  }

  /** Drafts of JVMs that were killed; nobody unpacks for an hour. */
  private static void deleteAbandoned(Path root) throws IOException {
    Instant anHourAgo = Instant.now().minus(Duration.ofHours(1));
    try (DirectoryStream<Path> drafts =
        Files.newDirectoryStream(PrivateFiles.directories(root), ".*")) {
      for (Path draft : drafts) {
        if (Files.getLastModifiedTime(draft).toInstant().isBefore(anHourAgo)) {
          PrivateFiles.deleteTree(draft);
        }
      }
    }
  }

  private static Path root() {
    String xdg = System.getenv("XDG_CACHE_HOME");
    Path caches =
        xdg == null || xdg.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(xdg);
    return caches.toAbsolutePath().resolve("employee-cdc");
  }

  private void unpack(Path directory) throws IOException {
    try (InputStream packed = Archive.class.getResourceAsStream(resource)) {
      if (packed == null) {
        throw new StackException("Not on the class path: " + resource);
      }
      DigestInputStream digested = new DigestInputStream(packed, sha256Digest());
      try (InputStream tar = decompressed(digested)) {
        untar(tar, directory);
        digested.transferTo(OutputStream.nullOutputStream());
      }
      String found = HexFormat.of().formatHex(digested.getMessageDigest().digest());
      if (!found.equals(sha256)) {
        throw new StackException(
            "%s has the SHA-256 %s; recorded is %s".formatted(resource, found, sha256));
      }
    }
  }

  private InputStream decompressed(InputStream packed) throws IOException {
    return resource.endsWith(".txz")
        ? new XZInputStream(packed)
        : new GZIPInputStream(packed, BUFFER);
  }

  private void untar(InputStream tar, Path directory) throws IOException {
    Process process =
        new ProcessBuilder("tar", "-x", "-o", "-f", "-", "-C", directory.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (OutputStream input = process.getOutputStream()) {
      tar.transferTo(input);
    }
    try {
      if (process.waitFor() != 0) {
        throw new IOException("tar could not unpack " + resource + " into " + directory);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("Interrupted while unpacking " + resource, e);
    }
  }

  private static MessageDigest sha256Digest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }
}
