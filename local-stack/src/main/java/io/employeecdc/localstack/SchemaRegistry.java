package io.employeecdc.localstack;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Apicurio Registry, spoken to through Confluent's API. Its schemas are in a file, written through
 * at every registration, so a killed registry comes back with them.
 */
public final class SchemaRegistry extends Server {
  private static final int ANSWER_MILLIS = 3_000;
  private static final Archive ARCHIVE =
      new Archive(
          "apicurio-registry-2.6.13",
          "/io/employeecdc/localstack/apicurio-registry.tar.gz",
          "3cda1b34aa020fb4ac4dd6a66018d757e81e437f97e20a1f92d366b70091c6ba");
  private static final String RUNNER = "apicurio-registry-app-2.6.13.Final-runner.jar";

  SchemaRegistry(Path directory, int port) {
    super("registry", directory, port);
  }

  /** Where Confluent's clients find it ({@code schema.registry.url}). */
  public URI uri() {
    return URI.create("http://127.0.0.1:" + port() + "/apis/ccompat/v7");
  }

  @Override
  void prepare() {}

  @Override
  List<String> command() throws IOException {
    return JavaCommand.with(
        home(),
        "-Xmx256m",
        "-XX:+UseSerialGC",
        // It works for moments at a time; what counts is how soon it is there.
        "-XX:TieredStopAtLevel=1",
        "-Dquarkus.http.host=127.0.0.1",
        "-Dquarkus.http.port=" + port(),
        "-Dquarkus.datasource.jdbc.initial-size=2",
        "-Dquarkus.datasource.jdbc.min-size=2",
        "-Dquarkus.banner.enabled=false",
        "-DLOG_LEVEL=WARN",
        "-DREGISTRY_LOG_LEVEL=WARN",
        // Relative to the directory that it runs in, so no character of the path can break the URL.
        "-DREGISTRY_DATASOURCE_URL=jdbc:h2:file:./data/registry;WRITE_DELAY=0",
        "-jar",
        Cache.unpacked(ARCHIVE).resolve(RUNNER).toString());
  }

  @Override
  Map<String, String> environmentVariables() {
    return Map.of();
  }

  @Override
  Signal stopSignal() {
    return Signal.TERM;
  }

  @Override
  public boolean answers() {
    try {
      HttpURLConnection connection =
          (HttpURLConnection) URI.create(uri() + "/subjects").toURL().openConnection();
      connection.setConnectTimeout(ANSWER_MILLIS);
      connection.setReadTimeout(ANSWER_MILLIS);
      try {
        return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
      } finally {
        connection.disconnect();
      }
    } catch (IOException notYet) {
      return false;
    }
  }
}
