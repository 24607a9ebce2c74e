package io.employeecdc.faults;

import io.employeecdc.localstack.process.Server;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/** What a service answers to whoever asks how it is. */
final class Health {
  private Health() {}

  /** The HTTP status, 200 or 503: whether it has passed its checks at start. */
  static int started(Server service) throws IOException {
    return status(service, "/health/started");
  }

  /** The HTTP status, 200 or 503: whether it makes progress. */
  static int ready(Server service) throws IOException {
    return status(service, "/health/ready");
  }

  private static int status(Server service, String path) throws IOException {
    URI uri = URI.create("http://127.0.0.1:" + service.port() + path);
    return ((HttpURLConnection) uri.toURL().openConnection()).getResponseCode();
  }
}
