package io.employeecdc.localstack;

import io.employeecdc.localstack.process.Archive;
import io.employeecdc.localstack.process.JavaCommand;
import io.employeecdc.localstack.process.Server;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * Apicurio Registry, spoken to through Confluent's API. Its schemas are in a file, written through
 * at every registration, so a killed registry comes back with them.
 */
public final class SchemaRegistry extends Server {
  private static final Archive ARCHIVE =
      new Archive(
          "apicurio-registry-2.6.13",
          "/io/employeecdc/localstack/apicurio-registry.tar.gz",
          "3cda1b34aa020fb4ac4dd6a66018d757e81e437f97e20a1f92d366b70091c6ba");
  private static final String RUNNER = "apicurio-registry-app-2.6.13.Final-runner.jar";

  private final Security security;

  SchemaRegistry(Path directory, int port, Security security) {
    super("registry", directory, port);
    this.security = security;
  }

  /** Where Confluent's clients find it ({@code schema.registry.url}). */
  public URI uri() {
    String scheme = security == null ? "http" : "https";
    return URI.create(scheme + "://127.0.0.1:" + port() + "/apis/ccompat/v7");
  }

  @Override
  protected List<String> command() throws IOException {
    List<String> command =
        JavaCommand.with(
            home(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            // It works for moments at a time; what counts is how soon it is there.
            "-XX:TieredStopAtLevel=1",
            "-Dquarkus.http.host=127.0.0.1",
            "-Dquarkus.datasource.jdbc.initial-size=2",
            "-Dquarkus.datasource.jdbc.min-size=2",
            "-Dquarkus.banner.enabled=false",
            "-DLOG_LEVEL=WARN",
            "-DREGISTRY_LOG_LEVEL=WARN",
            // Relative to the directory that it runs in, so no character of the path can break the
            // URL.
            "-DREGISTRY_DATASOURCE_URL=jdbc:h2:file:./data/registry;WRITE_DELAY=0");
    command.addAll(network());
    command.addAll(List.of("-jar", ARCHIVE.unpacked().resolve(RUNNER).toString()));
    return command;
  }

  private List<String> network() {
    if (security == null) {
      return List.of("-Dquarkus.http.port=" + port());
    }
    return List.of(
        "-Dquarkus.http.ssl-port=" + port(),
        "-Dquarkus.http.insecure-requests=disabled",
        "-Dquarkus.http.ssl.certificate.files=" + security.certificate(name()),
        "-Dquarkus.http.ssl.certificate.key-files=" + security.key(name()));
  }

  @Override
  public boolean answers() {
    try {
      return isOk(URI.create(uri() + "/subjects"), security == null ? null : security.trust());
    } catch (IOException notYet) {
      return false;
    }
  }
}
