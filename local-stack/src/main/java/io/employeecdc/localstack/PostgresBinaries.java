package io.employeecdc.localstack;

import io.employeecdc.localstack.process.Archive;
import io.employeecdc.localstack.process.StackException;
import io.employeecdc.localstack.process.Unprivileged;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** PostgreSQL's programs for the machine at hand, and how they are called. */
final class PostgresBinaries {
  private PostgresBinaries() {}

  static List<String> command(String program, String... arguments) throws IOException {
    Path binary = archive().unpacked().resolve("bin").resolve(program);
    return Stream.of(Unprivileged.prefix(), List.of(binary.toString()), List.of(arguments))
        .flatMap(List::stream)
        .toList();
  }

  private static Archive archive() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String machine = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    boolean arm = machine.equals("aarch64");
    if (system.equals("linux") && machine.equals("amd64")) {
      return archive(
          "linux-x86_64", "63999c2914366d62c68e51794e597588c336e75ed2958d53c558e8deca5e13fc");
    }
    if (system.equals("linux") && arm) {
      return archive(
          "linux-arm_64", "2eb24d67326da41a81064d116b0bce412dff543c835d6fcc1c099e4abcf18836");
    }
    if (system.startsWith("mac") && arm) {
      return archive(
          "darwin-arm_64", "f4db5df0b13e3e72149c0547ccd1eee177cfe67accb8c296e8d0e46ef3601f01");
    }
    throw new StackException("There is no PostgreSQL for " + system + " on " + machine);
  }

  private static Archive archive(String platform, String sha256) {
    return new Archive("postgres-18.6", "/postgres-" + platform + ".txz", sha256);
  }
}
