package io.employeecdc.serializer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Confluent's class files as the build unpacked them into the output directory of this module. */
final class UnpackedClasses {

  private static final Path OUTPUT = Path.of("target", "classes");

  private UnpackedClasses() {}

  /** Whether the build took Confluent's own artifact instead, so that nothing was unpacked. */
  static boolean replacedByConfluentsArtifact() {
    return "confluent".equals(System.getProperty("serializer.origin"));
  }

  /** Paths below the output directory, with slashes, in the order of {@code LC_ALL=C sort}. */
  static List<String> paths() throws IOException {
    try (Stream<Path> files = Files.walk(OUTPUT.resolve("io/confluent"))) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> OUTPUT.relativize(file).toString().replace('\\', '/'))
          .sorted()
          .toList();
    }
  }

  /** SHA-256 in hex over the lines that {@code sha256sum} prints for all {@link #paths()}. */
  static String digest() throws IOException {
    String lines =
        paths().stream()
            .map(path -> sha256(read(path)) + "  " + path + "\n")
            .collect(Collectors.joining());
    return sha256(lines.getBytes(UTF_8));
  }

  private static byte[] read(String path) {
    try {
      return Files.readAllBytes(OUTPUT.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
