package io.employeecdc.workbench.peer;

import io.employeecdc.runtime.failure.CdcException;
import io.employeecdc.runtime.failure.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What Debezium's pair needs and nobody else: its sink, and Confluent's converter for Avro. The
 * build of the checkout fetches both, the first time.
 *
 * @param plugins the directory that has the sink's
 * @param converter classes
 */
public record PeerDownload(Path plugins, Path converter) {
  /**
   * Fetches it, unless it is there.
   *
   * @throws CdcException with exit code 2 if this is no checkout, and 5 if Maven could not
   */
  public static PeerDownload fetched() throws IOException, InterruptedException {
    String checkout = System.getProperty("cdc.checkout");
    if (checkout == null) {
      throw new CdcException(
          ExitCode.USAGE, "--peer needs a checkout: its build fetches Debezium's sink");
    }
    Path files = Path.of(checkout, "workbench", "target", "peer");
    PeerDownload download = new PeerDownload(files.resolve("plugins"), files.resolve("converter"));
    if (!Files.isDirectory(download.plugins) || !Files.isDirectory(download.converter)) {
      fetch(Path.of(checkout));
    }
    return download;
  }

  private static void fetch(Path checkout) throws IOException, InterruptedException {
    int exit =
        new ProcessBuilder(".ci/maven", "-B", "-q", "-pl", "workbench", "dependency:unpack@peer")
            .directory(checkout.toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.to(log(checkout).toFile()))
            .start()
            .waitFor();
    if (exit != 0) {
      throw new CdcException(
          ExitCode.UNREACHABLE,
          "Maven could not fetch Debezium's sink; see " + log(checkout) + " and try again");
    }
  }

  private static Path log(Path checkout) throws IOException {
    return Files.createDirectories(checkout.resolve(".cdc")).resolve("peer.log");
  }
}
