package io.employeecdc.pipeline.faults;

import io.employeecdc.localstack.Server;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/** What a service answers to whoever wants to know whether it makes progress. */
final class Readiness {
  private Readiness() {}

  /** The HTTP status: 200 or 503. */
  static int of(Server service) throws IOException {
    URI uri = URI.create("http://127.0.0.1:" + service.port() + "/health/ready");
    return ((HttpURLConnection) uri.toURL().openConnection()).getResponseCode();
  }
}
