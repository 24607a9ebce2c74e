package io.employeecdc.localstack;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.GZIPInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * A packed server on the class path.
 *
 * @param name for people who look into the cache
 * @param resource its absolute resource name; ends with {@code .tar.gz} or {@code .txz}
 * @param sha256 what the archive is known to be, in hexadecimal
 */
record Archive(String name, String resource, String sha256) {
  private static final int BUFFER = 1 << 16;

  /**
   * Unpacks into an existing directory.
   *
   * @throws StackException if the archive is missing or is not the one that was recorded
   */
  void unpack(Path directory) throws IOException {
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
